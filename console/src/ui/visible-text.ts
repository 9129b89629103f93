/** A stretch of text as it is, or one character that would be unseen or would reorder what is seen. */
export type VisiblePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly codePoint: number };

/**
 * Characters that show nothing or change the order of what is around them: controls (but for line feed and tab),
 * Unicode `Cf` (bidi controls of UAX #9, zero-width joiners, tags), fillers that render blank, variation
 * selectors, line and paragraph separators, lone surrogates.
 */
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\p{Cf}|[\u034f\u115f\u1160\u17b4\u17b5\u2028\u2029\u3164\uffa0]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]|\p{Cs}/gu;

/** Takes attackers' text apart for display. Nothing is lost: the parts hold every character. */
export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let at = 0;
  // A carriage return before a line feed ends a line of HTTP; only a lone one is worth a mark.
  const joined = text.replaceAll('\r\n', '\n');
  for (const match of joined.matchAll(HIDDEN)) {
    if (match.index > at) parts.push({ kind: 'text', text: joined.slice(at, match.index) });
    parts.push({ kind: 'hidden', codePoint: match[0].codePointAt(0) ?? 0 });
    at = match.index + match[0].length;
  }
  if (at < joined.length) parts.push({ kind: 'text', text: joined.slice(at) });
  return parts;
}

/** The same as one string, for places that take no elements: options, tooltips, labels. */
export function visibleString(text: string): string {
  return visibleParts(text)
    .map((part) => (part.kind === 'text' ? part.text : `[${codePointName(part.codePoint)}]`))
    .join('');
}

/** `U+202E`. */
export function codePointName(codePoint: number): string {
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Cuts at `limit` UTF-16 units without splitting a pair. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
