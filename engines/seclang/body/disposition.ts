/** A `Content-Disposition: form-data` line as read. */
export interface Disposition {
  readonly name: string;
  /** Null where the part is no file. */
  readonly fileName: string | null;
  readonly invalidQuoting: boolean;
  readonly missingSemicolon: boolean;
}

const PARAMETER =
  /[ \t]*(;?)[ \t]*([A-Za-z0-9*_-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^;"'\s]*))/y;

/**
 * Reads what follows `Content-Disposition:` (RFC 7578 §4.2). Null where it is no form-data with one name.
 * `filename*` (RFC 8187) counts as a file name, undecoded.
 */
export function parseDisposition(text: string): Disposition | null {
  const type = /^\s*form-data/i.exec(text);
  if (type === null) return null;
  const parameters = new Map<string, string>();
  let invalidQuoting = false;
  let missingSemicolon = false;
  PARAMETER.lastIndex = type[0].length;
  let end = PARAMETER.lastIndex;
  for (let found = PARAMETER.exec(text); found !== null; found = PARAMETER.exec(text)) {
    end = PARAMETER.lastIndex;
    const [, semicolon, name = '', double, single, bare] = found;
    if (semicolon === '') missingSemicolon = true;
    if (single !== undefined) invalidQuoting = true;
    const key = name.toLowerCase();
    if (parameters.has(key)) return null;
    parameters.set(key, double?.replace(/\\(["\\])/g, '$1') ?? single ?? bare ?? '');
  }
  if (/[^;\s]/.test(text.slice(end))) invalidQuoting = true;
  const name = parameters.get('name');
  if (name === undefined) return null;
  const fileName = parameters.get('filename') ?? parameters.get('filename*') ?? null;
  return { name, fileName, invalidQuoting, missingSemicolon };
}
