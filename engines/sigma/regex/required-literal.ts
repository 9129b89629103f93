import type { RegexNode } from './ast.ts';
import type { CharSet } from './char-set.ts';

/**
 * Texts in lower case of which every match contains at least one, whatever the case of its letters; null when nothing
 * of use is certain.
 */
export function requiredLiterals(node: RegexNode): readonly string[] | null {
  return needOf(node).some;
}

/** `exact`: the node matches this text and nothing else, but for case. */
interface Need {
  readonly exact: string | null;
  readonly some: readonly string[] | null;
}

const NOTHING: Need = { exact: null, some: null };
const CHOICE_LIMIT = 50;

function needOf(node: RegexNode): Need {
  switch (node.kind) {
    case 'class': {
      const letter = singleLetter(node.set);
      return letter === null ? NOTHING : { exact: letter, some: [letter] };
    }
    case 'assert':
      return { exact: '', some: null };
    case 'sequence':
      return needOfSequence(node.parts.map(needOf));
    case 'choice': {
      const parts = node.parts.map((part) => needOf(part).some);
      const known = parts.filter((part) => part !== null);
      const all = known.flat();
      return known.length < parts.length || all.length > CHOICE_LIMIT ? NOTHING : { exact: null, some: all };
    }
    case 'repeat': {
      if (node.min === 0) return NOTHING;
      const part = needOf(node.part);
      return node.max === 1 ? part : { exact: null, some: part.some };
    }
  }
}

/** Neighbours that are exact grow into one text; the longest certainty of all wins. */
function needOfSequence(parts: readonly Need[]): Need {
  let run = '';
  let isExact = true;
  let best: readonly string[] | null = null;
  for (const part of parts) {
    if (part.exact !== null) {
      run += part.exact;
      best = longer(best, run === '' ? null : [run]);
    } else {
      run = '';
      isExact = false;
      best = longer(best, part.some);
    }
  }
  return { exact: isExact ? run : null, some: best };
}

function longer(a: readonly string[] | null, b: readonly string[] | null): readonly string[] | null {
  if (a === null || b === null) return a ?? b;
  return shortest(b) > shortest(a) ? b : a;
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map((text) => text.length));
}

/** A set of one character, or of one ASCII letter in both cases. */
function singleLetter(set: CharSet): string | null {
  const units = set.flatMap(([from, to]) => (from === to ? [from] : [from, to]));
  const letters = new Set(
    units.map((unit) => (unit < 0x80 ? String.fromCharCode(unit).toLowerCase() : String.fromCharCode(unit))),
  );
  const [only] = letters;
  const isNarrow = set.every(([from, to]) => from === to);
  return isNarrow && letters.size === 1 && only !== undefined ? only : null;
}
