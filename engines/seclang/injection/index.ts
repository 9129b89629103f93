export { detectSqli, type SqliVerdict } from './sqli.ts';
export { detectXss } from './xss.ts';
