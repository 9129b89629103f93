import { type Automaton, buildAutomaton } from './aho-corasick.ts';

/** Where a literal stands; offset and length in UTF-16 units. */
export interface LiteralMatch {
  /** Number of the pattern in the list that the set was made of. */
  readonly pattern: number;
  /** Offset of the match in the text. */
  readonly index: number;
  readonly length: number;
}

/** Many literals that are looked for at once, in time proportional to the length of the text. */
export interface LiteralSet {
  /** The match that ends first; of several that end there, the longest. Null when there is none. */
  findFirst(text: string): LiteralMatch | null;
  /** Numbers of all patterns that occur. */
  findAll(text: string): ReadonlySet<number>;
}

/**
 * Compiles literals into an Aho-Corasick automaton (Aho and Corasick, CACM 18(6), 1975).
 * Patterns and texts are bytes as latin1 strings (a code above 255 is read by its low byte);
 * `ignoreCase` folds ASCII letters only. Throws RangeError for an empty pattern, which would match everywhere.
 */
export function createLiteralSet(
  patterns: readonly string[],
  options: { readonly ignoreCase: boolean },
): LiteralSet {
  const empty = patterns.indexOf('');
  if (empty !== -1) throw new RangeError(`pattern ${empty} of the literal set is empty`);
  const automaton = buildAutomaton(patterns, options.ignoreCase);
  return {
    findFirst: (text) => findFirst(automaton, patterns, text),
    findAll: (text) => findAll(automaton, text),
  };
}

function findFirst(automaton: Automaton, patterns: readonly string[], text: string): LiteralMatch | null {
  const { classOf, next, outputOf, patternAt } = automaton;
  let state = 0;
  for (let at = 0; at < text.length; at += 1) {
    const byteClass = classOf[text.charCodeAt(at) & 0xff] ?? 0;
    state = next[state + byteClass] ?? 0;
    const output = outputOf[state / automaton.classCount] ?? -1;
    if (output === -1) continue;
    const pattern = patternAt[output] ?? -1;
    const length = patterns[pattern]?.length ?? 0;
    return { pattern, index: at + 1 - length, length };
  }
  return null;
}

function findAll(automaton: Automaton, text: string): ReadonlySet<number> {
  const { classOf, next, outputOf, classCount } = automaton;
  const found = new Set<number>();
  let state = 0;
  for (let at = 0; at < text.length; at += 1) {
    state = next[state + (classOf[text.charCodeAt(at) & 0xff] ?? 0)] ?? 0;
    const output = outputOf[state / classCount] ?? -1;
    if (output !== -1) addChain(automaton, output, found);
  }
  return found;
}

/** Adds an output and the shorter ones behind it; a pattern that is in the set already had its chain added. */
function addChain(automaton: Automaton, first: number, found: Set<number>): void {
  for (let output = first; output !== -1; output = automaton.nextOutput[output] ?? -1) {
    const pattern = automaton.patternAt[output] ?? -1;
    if (found.has(pattern)) return;
    found.add(pattern);
  }
}
