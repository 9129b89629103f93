import { createHash } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { BlockPageOptions } from './options.ts';

/** An answer of the gateway itself: complete, small, and the same for every reason but its status and reference. */
export interface Page {
  readonly status: number;
  /** Flat name-value pairs. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** Makes the page of a refusal; `accept` is the request's Accept field. */
export type PageMaker = (status: number, reference: string, accept: string | undefined) => Page;

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'code{font-size:1.1em;user-select:all}' +
  '@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}}';

const DEFAULT_MESSAGES: Readonly<Record<number, string>> = {
  403: 'This request was stopped by the protection of this service.',
  408: 'The request took too long to arrive.',
  413: 'The request is larger than this service accepts.',
  417: 'The request expects something that this service does not offer.',
  421: 'This address serves no such site.',
  431: 'The head of the request is larger than this service accepts.',
  502: 'The service cannot be reached at the moment.',
  503: 'The service is not available at the moment.',
  504: 'The service did not answer in time.',
};

/** Makes the pages; the words of the operator are escaped once, here. */
export function pageMaker(options: BlockPageOptions = {}): PageMaker {
  const title = options.title === undefined ? null : escapeHtml(options.title);
  const message = options.message === undefined ? null : escapeHtml(options.message);
  const contact = options.contact === undefined ? '' : `<p>${escapeHtml(options.contact)}</p>`;
  const styleHash = createHash('sha256').update(STYLE).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return (status, reference, accept) => {
    const json = prefersJson(accept);
    const heading = title ?? escapeHtml(STATUS_CODES[status] ?? 'Refused');
    const words = message ?? DEFAULT_MESSAGES[status] ?? 'The request could not be read.';
    const body = Buffer.from(
      json
        ? `${JSON.stringify({ reference })}\n`
        : `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title><style>${STYLE}</style><h1>${heading}</h1><p>${words}</p><p>Reference number: <code>${escapeHtml(reference)}</code></p>${contact}</html>\n`,
    );
    const headers = [
      ...['Content-Type', json ? 'application/json' : 'text/html; charset=utf-8'],
      ...['Content-Length', String(body.length)],
      ...['Cache-Control', 'no-store'],
      ...['Content-Security-Policy', policy],
      ...['X-Content-Type-Options', 'nosniff'],
      ...['Referrer-Policy', 'no-referrer'],
    ];
    return { status, headers, body };
  };
}

/** The page with a Location field; unchanged where there is none, or one that no field can hold (RFC 9110 §10.2.2). */
export function redirected(page: Page, location: string | undefined): Page {
  if (location === undefined || !/^[\x21-\x7e]{1,2048}$/.test(location)) return page;
  return { ...page, headers: [...page.headers, 'Location', location] };
}

/** The page as bytes of HTTP/1.1, for a connection whose request never became one. The connection closes after it. */
export function pageOnWire(page: Page, nowMs: number): Buffer {
  const lines = [
    `HTTP/1.1 ${page.status} ${STATUS_CODES[page.status] ?? 'Refused'}`,
    `Date: ${new Date(nowMs).toUTCString()}`,
  ];
  for (let i = 0; i + 1 < page.headers.length; i += 2)
    lines.push(`${page.headers[i]}: ${page.headers[i + 1]}`);
  lines.push('Connection: close', '', '');
  return Buffer.concat([Buffer.from(lines.join('\r\n'), 'latin1'), page.body]);
}

/** True when JSON is named with a higher quality than HTML (RFC 9110 §12.5.1); looks at the first 1,024 characters. */
export function prefersJson(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  let json = 0;
  let html = 0;
  for (const range of accept.slice(0, 1024).toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    const quality = weight === undefined ? 1 : Number(weight.slice(2)) || 0;
    if (type === 'application/json' || type.endsWith('+json')) json = Math.max(json, quality);
    if (type === 'text/html' || type === 'text/*') html = Math.max(html, quality);
  }
  return json > html;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
