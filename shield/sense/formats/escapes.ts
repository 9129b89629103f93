const UTF8 = new TextDecoder('utf-8', { fatal: true });
const LATIN1 = new TextDecoder('latin1');

const SHORT: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
};

/**
 * Undoes the escapes that nginx (`escape=default`) and Apache put into quoted values: `\xHH`, `\"`, `\\`, `\n` …
 * A run of `\xHH` is read as UTF-8 where it is, or else as latin1, byte for byte.
 */
export function unescapeLogValue(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/((?:\\x[0-9A-Fa-f]{2})+)|\\(.)/gs, (whole, run: string | undefined, short: string) =>
    run === undefined ? (SHORT[short] ?? whole) : decodeHexRun(run),
  );
}

function decodeHexRun(run: string): string {
  const bytes = new Uint8Array(run.length / 4);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(run.slice(at * 4 + 2, at * 4 + 4), 16);
  return decodeBytes(bytes);
}

/** Bytes as text: UTF-8 where they are, or else latin1. */
export function decodeBytes(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return LATIN1.decode(bytes);
  }
}

/** Index of the quote that closes a value, past `\"` and `\\`; -1 when there is none. */
export function closingQuote(text: string, start: number): number {
  let quote = text.indexOf('"', start);
  while (quote > start && text.charCodeAt(quote - 1) === 92) {
    let slashes = 1;
    while (quote - 1 - slashes >= start && text.charCodeAt(quote - 1 - slashes) === 92) slashes += 1;
    if (slashes % 2 === 0) break;
    quote = text.indexOf('"', quote + 1);
  }
  return quote;
}
