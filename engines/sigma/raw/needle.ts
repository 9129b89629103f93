import type { Atom } from '../compile/requirement.ts';
import { ANCHOR } from './layout.ts';

/** What is looked for among the bytes of values: lower case, and escaped as JSON is. Empty for nothing. */
export interface Needle {
  readonly bytes: Buffer;
  readonly anchors: number;
}

/** U+FFFD stands for any bytes that are no UTF-8, and half of a pair for a part of four bytes. */
const UNSEARCHABLE = /[\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const ANCHORS = {
  contains: 0,
  startswith: ANCHOR.start,
  endswith: ANCHOR.end,
  equals: ANCHOR.start | ANCHOR.end,
} as const;

/** The needle of an atom; what cannot be looked for is left out of it. */
export function needleOf(atom: Extract<Atom, { readonly text: string }>): Needle {
  const pieces = atom.text.split(UNSEARCHABLE);
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
  const isWhole = longest.length === atom.text.length;
  const bytes = Buffer.from(JSON.stringify(longest).slice(1, -1));
  return { bytes, anchors: isWhole ? ANCHORS[atom.kind] : 0 };
}
