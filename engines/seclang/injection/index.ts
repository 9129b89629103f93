export { detectSqli, type SqliVerdict } from './sqli.ts';
export { SQLI_BYTES } from './sqli-bytes.ts';
export { detectXss, XSS_BYTES } from './xss.ts';
