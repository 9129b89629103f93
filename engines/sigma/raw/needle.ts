import type { Atom } from '../compile/requirement.ts';
import { ANCHOR } from './layout.ts';

/** What is looked for among the bytes of values: lower case, and escaped as JSON is. Empty for nothing. */
export interface Needle {
  readonly bytes: Buffer;
  readonly anchors: number;
}

/** Atoms that have a text. */
export type TextAtom = Extract<Atom, { readonly text: string }>;

/** The needles of all routes: one for the same bytes and anchors, so that they can be told apart by themselves. */
export class Needles {
  readonly #ofAtom = new Map<TextAtom, Needle>();
  readonly #known = new Map<string, Needle>();

  /** The needle of an atom of a rule. */
  of(atom: TextAtom): Needle {
    const known = this.#ofAtom.get(atom);
    if (known !== undefined) return known;
    const needle = this.#one(needleOf(atom));
    this.#ofAtom.set(atom, needle);
    return needle;
  }

  /** What a value with this text somewhere has. */
  containing(text: string): Needle {
    return this.#one(needleOf({ kind: 'contains', field: null, text }));
  }

  /** The text of a number as the whole value. */
  ofNumber(value: number): Needle {
    return this.#one({ bytes: Buffer.from(String(value)), anchors: ANCHORS.equals });
  }

  #one(needle: Needle): Needle {
    const key = `${needle.anchors} ${needle.bytes.toString('latin1')}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, needle);
    return needle;
  }
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
export function needleOf(atom: TextAtom): Needle {
  const pieces = atom.text.split(UNSEARCHABLE);
  const longest = pieces.reduce((best, piece) => (piece.length > best.length ? piece : best), '');
  const isWhole = longest.length === atom.text.length;
  const bytes = Buffer.from(JSON.stringify(longest).slice(1, -1));
  return { bytes, anchors: isWhole ? ANCHORS[atom.kind] : 0 };
}
