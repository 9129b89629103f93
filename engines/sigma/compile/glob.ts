import { DASHES, type Pattern, type PatternToken } from '../ast/pattern.ts';

type Atom = Exclude<PatternToken, { kind: 'star' }>;
type Segment = readonly Atom[];

/** Where a pattern lies in a text: start, and the end after its last character. */
export type Located = readonly [start: number, end: number];

/**
 * Compiles a pattern to a search without backtracking: the stretches between stars are found one after another, each
 * as early as possible, the last one at the end where no star follows. `?` takes a code point.
 */
export function compileGlob(pattern: Pattern): (text: string) => Located | null {
  const segments: Atom[][] = [[]];
  for (const token of pattern.tokens) {
    if (token.kind === 'star') segments.push([]);
    else segments.at(-1)?.push(token);
  }
  const first = segments[0] ?? [];
  if (segments.length === 1)
    return (text) => (matchAt(first, text, 0) === text.length ? [0, text.length] : null);
  const last = segments.at(-1) ?? [];
  const middle = segments.slice(1, -1).filter((segment) => segment.length > 0);
  return (text) => locate({ first, middle, last }, text);
}

interface Glob {
  readonly first: Segment;
  readonly middle: readonly Segment[];
  readonly last: Segment;
}

function locate({ first, middle, last }: Glob, text: string): Located | null {
  let at = matchAt(first, text, 0);
  if (at === -1) return null;
  let start = first.length > 0 ? 0 : -1;
  for (const segment of middle) {
    const found = findFrom(segment, text, at);
    if (found === null) return null;
    if (start === -1) start = found[0];
    at = found[1];
  }
  if (last.length === 0) return [Math.max(start, 0), at];
  const tail = matchBack(last, text);
  if (tail < at) return null;
  return [start === -1 ? tail : start, text.length];
}

/** End of the segment when it lies at `from`, or -1. */
function matchAt(segment: Segment, text: string, from: number): number {
  let at = from;
  for (const atom of segment) {
    if (atom.kind === 'text') {
      if (!text.startsWith(atom.text, at)) return -1;
      at += atom.text.length;
    } else if (at >= text.length) return -1;
    else if (atom.kind === 'dash') {
      if (!DASHES.includes(text.charAt(at))) return -1;
      at += 1;
    } else at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}

function findFrom(segment: Segment, text: string, from: number): Located | null {
  const lead = segment[0]?.kind === 'text' ? segment[0].text : '';
  for (let start = text.indexOf(lead, from); start !== -1; start = text.indexOf(lead, start + 1)) {
    const end = matchAt(segment, text, start);
    if (end !== -1) return [start, end];
    // indexOf('') stays at the end of the text for ever.
    if (start >= text.length) return null;
  }
  return null;
}

/** Start of the segment when it lies at the end of the text, or -1. */
function matchBack(segment: Segment, text: string): number {
  let at = text.length;
  for (let index = segment.length - 1; index >= 0; index -= 1) {
    const atom = segment[index];
    if (atom === undefined) break;
    if (atom.kind === 'text') {
      at -= atom.text.length;
      if (at < 0 || !text.startsWith(atom.text, at)) return -1;
    } else if (at <= 0) return -1;
    else if (atom.kind === 'dash') {
      at -= 1;
      if (!DASHES.includes(text.charAt(at))) return -1;
    } else at -= at >= 2 && (text.codePointAt(at - 2) ?? 0) > 0xffff ? 2 : 1;
  }
  return at;
}
