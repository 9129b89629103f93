import type { ScanCondition, ScanLiteral } from './scan-condition.ts';

/** Who asks for each of the literals of many conditions, laid flat. */
export interface PatternTable {
  /** Members that ask for pattern n: those of `memberOf` from `firstMember[n]` up to `firstMember[n + 1]`. */
  readonly firstMember: Int32Array;
  readonly memberOf: Int32Array;
  /** By pattern: 1 where a mark asks for it. */
  readonly isMark: Uint8Array;
}

/** The literals of many conditions, each once, in lower case, in the order in which they are asked for first. */
export interface TabulatedPatterns {
  readonly patterns: readonly ScanLiteral[];
  readonly table: PatternTable;
}

/** Tabulates what members and marks ask for. */
export function tabulatePatterns(
  members: readonly ScanCondition[],
  marks: readonly ScanCondition[],
): TabulatedPatterns {
  const patterns: ScanLiteral[] = [];
  // By the edges that are asked for: numbers by text.
  const numbers = [0, 1, 2, 3].map(() => new Map<string, number>());
  const numberOf = (literal: ScanLiteral): number => {
    const lower = lowerCase(literal.text);
    const byText = numbers[(literal.atWordStart ? 1 : 0) + (literal.atWordEnd ? 2 : 0)];
    const known = byText?.get(lower);
    if (known !== undefined) return known;
    byText?.set(lower, patterns.length);
    return patterns.push(lower === literal.text ? literal : { ...literal, text: lower }) - 1;
  };
  const asked: number[] = [];
  const askers: number[] = [];
  members.forEach(({ literals }, member) => {
    for (const literal of literals) {
      asked.push(numberOf(literal));
      askers.push(member);
    }
  });
  const marked = marks.flatMap(({ literals }) => literals.map(numberOf));
  const isMark = new Uint8Array(patterns.length);
  for (const pattern of marked) isMark[pattern] = 1;
  return { patterns, table: { isMark, ...sortByPattern(asked, askers, patterns.length) } };
}

/** With ASCII letters in lower case. Most literals are so, which the runtime finds out soonest. */
function lowerCase(text: string): string {
  if (text.toLowerCase() === text) return text;
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** Sorts by pattern (a counting sort; Knuth, The Art of Computer Programming 3, §5.2, algorithm D). */
function sortByPattern(
  asked: readonly number[],
  askers: readonly number[],
  patterns: number,
): Pick<PatternTable, 'firstMember' | 'memberOf'> {
  const firstMember = new Int32Array(patterns + 1);
  for (const pattern of asked) firstMember[pattern + 1] = (firstMember[pattern + 1] ?? 0) + 1;
  for (let pattern = 0; pattern < patterns; pattern += 1) {
    firstMember[pattern + 1] = (firstMember[pattern + 1] ?? 0) + (firstMember[pattern] ?? 0);
  }
  const next = firstMember.slice();
  const memberOf = new Int32Array(asked.length);
  asked.forEach((pattern, at) => {
    const place = next[pattern] ?? 0;
    next[pattern] = place + 1;
    memberOf[place] = askers[at] ?? 0;
  });
  return { firstMember, memberOf };
}
