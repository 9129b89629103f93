/**
 * The automaton with all its transitions worked out, so that a byte costs one table look-up.
 * States are kept multiplied by `classCount`; bytes that no pattern tells apart share a class.
 */
export interface Automaton {
  readonly classCount: number;
  /** Class of each byte value; class 0 is for bytes in no pattern. */
  readonly classOf: Uint8Array;
  /** `next[state + class]` is the next state. */
  readonly next: Int32Array;
  /** By state number: its longest output, or -1. */
  readonly outputOf: Int32Array;
  /** By output: the pattern that ends here. */
  readonly patternAt: Int32Array;
  /** By output: the next shorter (or equal) pattern that ends at the same place, or -1. */
  readonly nextOutput: Int32Array;
}

/** Builds the automaton; patterns must not be empty. */
export function buildAutomaton(patterns: readonly string[], ignoreCase: boolean): Automaton {
  const { classOf, classCount } = byteClasses(patterns, ignoreCase);
  const stateLimit = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const next = new Int32Array(stateLimit * classCount);
  const outputOf = new Int32Array(stateLimit).fill(-1);
  const nextOutput = new Int32Array(patterns.length).fill(-1);
  let stateCount = 1;
  patterns.forEach((pattern, number) => {
    let state = 0;
    for (let at = 0; at < pattern.length; at += 1) {
      const slot = state * classCount + (classOf[pattern.charCodeAt(at) & 0xff] ?? 0);
      if (next[slot] === 0) {
        next[slot] = stateCount;
        stateCount += 1;
      }
      state = next[slot] ?? 0;
    }
    nextOutput[number] = outputOf[state] ?? -1;
    outputOf[state] = number;
  });
  const trie = { classCount, next: next.slice(0, stateCount * classCount), outputOf, nextOutput };
  linkFailures(trie, stateCount);
  return {
    classCount,
    classOf,
    next: trie.next.map((state) => state * classCount),
    outputOf: outputOf.slice(0, stateCount),
    patternAt: Int32Array.from(patterns, (_, number) => number),
    nextOutput,
  };
}

interface Trie {
  readonly classCount: number;
  readonly next: Int32Array;
  readonly outputOf: Int32Array;
  readonly nextOutput: Int32Array;
}

/** Breadth first: completes missing transitions from the longest proper suffix, and chains outputs to it. */
function linkFailures(trie: Trie, stateCount: number): void {
  const { classCount, next, outputOf } = trie;
  const failure = new Int32Array(stateCount);
  const queue = new Int32Array(stateCount);
  let queued = 0;
  for (let byteClass = 0; byteClass < classCount; byteClass += 1) {
    const child = next[byteClass] ?? 0;
    if (child !== 0) queue[queued++] = child;
  }
  for (let head = 0; head < queued; head += 1) {
    const state = queue[head] ?? 0;
    const suffix = failure[state] ?? 0;
    chainOutputs(trie, state, outputOf[suffix] ?? -1);
    for (let byteClass = 0; byteClass < classCount; byteClass += 1) {
      const slot = state * classCount + byteClass;
      const child = next[slot] ?? 0;
      const fallback = next[suffix * classCount + byteClass] ?? 0;
      if (child === 0) {
        next[slot] = fallback;
      } else {
        failure[child] = fallback;
        queue[queued++] = child;
      }
    }
  }
}

/** Appends the outputs of the suffix state behind the state's own; those of equal patterns come first. */
function chainOutputs(trie: Trie, state: number, suffixOutput: number): void {
  const { outputOf, nextOutput } = trie;
  const own = outputOf[state] ?? -1;
  if (own === -1) {
    outputOf[state] = suffixOutput;
    return;
  }
  let last = own;
  while ((nextOutput[last] ?? -1) !== -1) last = nextOutput[last] ?? -1;
  nextOutput[last] = suffixOutput;
}

/** One class for each byte that a pattern holds (both cases in one where case is ignored), 0 for the rest. */
function byteClasses(patterns: readonly string[], ignoreCase: boolean) {
  const classOf = new Uint8Array(256);
  let classCount = 1;
  for (const pattern of patterns) {
    for (let at = 0; at < pattern.length; at += 1) {
      const byte = pattern.charCodeAt(at) & 0xff;
      if (classOf[byte] !== 0) continue;
      // 256 used bytes need 256 classes; then the class of bytes in no pattern is empty and may be shared.
      const byteClass = classCount === 256 ? 0 : classCount;
      classOf[byte] = byteClass;
      const other = ignoreCase ? otherCase(byte) : byte;
      classOf[other] = byteClass;
      classCount += byteClass === 0 ? 0 : 1;
    }
  }
  return { classOf, classCount };
}

/** The other case of an ASCII letter, or the byte itself. */
function otherCase(byte: number): number {
  const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
  return isLetter ? byte ^ 0x20 : byte;
}
