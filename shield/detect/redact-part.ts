import type { MatchedPart } from '../model/index.ts';

/**
 * The part of a request as it may be kept. Of a redacted header, and of a cookie where `cookie` is redacted, only the
 * stretch that matched is evidence; the rest may be somebody's session. `redactHeaders` in lower case.
 */
export function redactPart(part: MatchedPart, redactHeaders: ReadonlySet<string>): MatchedPart {
  if (!isSecret(part.target, redactHeaders)) return part;
  const { target, value, span } = part;
  if (span === undefined) return { target, value: '[redacted]' };
  const matched = value.slice(span.start, span.start + span.length);
  return { target, value: matched, span: { start: 0, length: matched.length } };
}

/**
 * Whether the target of a rule, such as `REQUEST_HEADERS:Authorization`, may hold a secret. `redactHeaders` in lower case.
 */
export function isSecret(target: string, redactHeaders: ReadonlySet<string>): boolean {
  if (/^REQUEST_COOKIES(?:_NAMES)?(?::|$)/.test(target)) return redactHeaders.has('cookie');
  const header = /^(?:REQUEST|RESPONSE)_HEADERS:(.+)$/.exec(target)?.[1];
  return header !== undefined && redactHeaders.has(header.toLowerCase());
}
