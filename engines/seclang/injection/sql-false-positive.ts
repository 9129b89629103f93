import type { SqlReading } from './sqli.ts';

/** Fingerprints of three tokens that plain prose has too, unless something was folded. */
const PROSE = new Set(['s&n', 'n&1', '1&1', '1&v', '1&s']);

/** Whether a reading whose fingerprint is known is harmless all the same; the shorter, the more doubt. */
export function isFalsePositive(reading: SqlReading): boolean {
  const { fingerprint, text } = reading;
  // SQL Server leaves a statement that says sp_password out of its audit log.
  if (fingerprint.length > 1 && fingerprint.endsWith('c') && text.includes('sp_password')) return false;
  if (fingerprint.length === 2) return isHarmlessPair(reading);
  if (fingerprint.length === 3) return isHarmlessTriple(reading);
  return false;
}

function isHarmlessPair({ fingerprint, tokens, tokenCount, text }: SqlReading): boolean {
  const [first, second] = tokens;
  if (first === undefined || second === undefined) return false;
  if (second.type === 'U') return tokenCount === 2;
  if (second.text.startsWith('#')) return true;
  if (fingerprint === 'nc' && !second.text.startsWith('/')) return true;
  if (fingerprint === '1c' && second.text.startsWith('/')) return false;
  if (fingerprint === '1c') {
    // Folding speaks for SQL; else the comment must come right behind the number, as in `1--`, unlike base64 text.
    const rest = text.slice(first.text.length);
    return tokenCount <= 2 && !(rest.charCodeAt(0) <= 32 || rest.startsWith('/*') || rest.startsWith('--'));
  }
  // People write `--` in prose; a probe ends with it.
  return second.text.length > 2 && second.text.startsWith('-');
}

function isHarmlessTriple({ fingerprint, tokens, tokenCount }: SqlReading): boolean {
  const [first, second, third] = tokens;
  if (first === undefined || second === undefined || third === undefined) return false;
  if (fingerprint === 'sos' || fingerprint === 's&s') {
    // `…foo' + 'bar…`: open at both ends, and closed by the same quote in the middle.
    return !(first.open === '' && third.close === '' && first.close === third.open);
  }
  if (PROSE.has(fingerprint)) return tokenCount === 3;
  // INTO OUTFILE and INTO DUMPFILE write files.
  return second.type === 'k' && !(second.text.length >= 5 && /^into/i.test(second.text));
}
