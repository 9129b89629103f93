import { urlDecode } from '../transformations/url-decode.ts';

/** A `Content-Disposition` line of a part as read. */
export interface Disposition {
  readonly name: string;
  /** Null where the part is no file. */
  readonly fileName: string | null;
  readonly invalidQuoting: boolean;
  readonly missingSemicolon: boolean;
  /** The line is as RFC 7578 §4.2 wants it: form-data, one name, at most one file name, nothing else. */
  readonly isValid: boolean;
}

/** A parameter; each stretch of white space can be read in one way only, so that long ones cost no more. */
const PARAMETER =
  /[ \t]*(?:(;)[ \t]*)?([A-Za-z0-9*_-]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|([^;"\s]*))/y;

/** What ModSecurity takes; names in lower case only, a single quote as a quote too (which is flagged). */
const STRICT =
  /^[ \t]*form-data[ \t]*(?:;[ \t]*(?:name|filename\*?)[ \t]*=[ \t]*(?:"(?:[^"\\\0]|\\[^\0])*"|'[^'\0]*'|[^\s"';\0][^\s";\0]*)[ \t]*)*(?:;[ \t]*)?$/;

/**
 * Reads what follows `Content-Disposition:` (RFC 7578 §4.2) in the most likely way, and says whether others could read
 * it differently. `filename*` (RFC 8187), which forms must not use, is decoded and counts where there is no `filename`;
 * an empty file name is none.
 */
export function parseDisposition(text: string): Disposition {
  const parameters = new Map<string, string>();
  let invalidQuoting = false;
  let missingSemicolon = false;
  let isRepeated = false;
  PARAMETER.lastIndex = /^[ \t]*[^\s;="']*/.exec(text)?.[0].length ?? 0;
  let end = PARAMETER.lastIndex;
  for (let found = PARAMETER.exec(text); found !== null; found = PARAMETER.exec(text)) {
    end = PARAMETER.lastIndex;
    const [, semicolon, written = '', double, single, bare = ''] = found;
    const name = written.toLowerCase();
    if (semicolon === undefined) missingSemicolon = true;
    if (single !== undefined || (name !== 'filename*' && bare.includes("'"))) invalidQuoting = true;
    if (parameters.has(name)) isRepeated = true;
    else parameters.set(name, double?.replace(/\\(["\\])/g, '$1') ?? single ?? bare);
  }
  if (/[^;\s]/.test(text.slice(end))) invalidQuoting = true;
  const name = parameters.get('name') ?? '';
  const plain = parameters.get('filename');
  const extended = parameters.get('filename*');
  const decoded = extended === undefined ? undefined : decodeExtended(extended);
  const isAmbiguous = decoded !== undefined && plain !== decoded;
  return {
    name,
    fileName: plain || decoded || null,
    invalidQuoting,
    missingSemicolon,
    isValid: STRICT.test(text) && name !== '' && !isRepeated && !isAmbiguous,
  };
}

/** `utf-8'en'%e2%82%ac` without its charset and language, `%XX` decoded. */
function decodeExtended(value: string): string {
  const text = /^[^']*'[^']*'(.*)$/s.exec(value)?.[1] ?? value;
  // A plus sign is itself here.
  return urlDecode(text.replaceAll('+', '%2b'));
}
