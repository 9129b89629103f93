import type { PatternOf, PatternToken } from '../ast/pattern.ts';
import type { Comparison, FieldRefTest, RegexFlags, StringTest, ValueTest } from '../ast/value-test.ts';
import type { AddressRange } from '../value/cidr.ts';
import { faulty, listOf, numberOf, oneOf, textOf, writeNumber } from './kept-value.ts';

/**
 * A test as JSON. The most frequent ones stand for themselves: a text without wildcards, whatever the case of its
 * letters; a number; true, false, null. Others are lists that begin with one of {@link KIND}.
 */
export type KeptTest = string | number | boolean | null | readonly unknown[];

const KIND = {
  pattern: 0,
  casedPattern: 1,
  number: 2,
  regex: 3,
  cidr: 4,
  compare: 5,
  fieldRef: 6,
  anyOf: 7,
} as const;

/** Tokens of patterns as they are kept; texts stand for themselves. */
const WILDCARDS = [{ kind: 'star' }, { kind: 'one' }, { kind: 'dash' }] as const satisfies PatternToken[];
const COMPARISONS: readonly Comparison[] = ['lt', 'lte', 'gt', 'gte'];
const PLACES: readonly FieldRefTest['place'][] = ['equal', 'contains', 'startswith', 'endswith'];

/** As {@link readTest} reads it. */
export function writeTest(test: ValueTest): KeptTest {
  switch (test.kind) {
    case 'string':
      return writeString(test);
    case 'number': {
      const value = writeNumber(test.value);
      return typeof value === 'number' ? value : [KIND.number, value];
    }
    case 'boolean':
      return test.value;
    case 'null':
      return null;
    case 'regex':
      return [KIND.regex, test.source, writeFlags(test.flags)];
    case 'cidr':
      return [KIND.cidr, test.range.words, test.range.bits];
    case 'compare':
      return [KIND.compare, test.comparison, writeNumber(test.value)];
    case 'field-ref':
      return [KIND.fieldRef, test.field, test.place, test.cased];
    case 'any-of':
      return [KIND.anyOf, ...test.tests.map(writeTest)];
  }
}

function writeString({ pattern: { tokens }, cased }: StringTest): KeptTest {
  const [only] = tokens;
  if (!cased && tokens.length === 1 && only?.kind === 'text') return only.text;
  const kept = tokens.map((token) =>
    token.kind === 'text' ? token.text : WILDCARDS.findIndex(({ kind }) => kind === token.kind),
  );
  return [cased ? KIND.casedPattern : KIND.pattern, ...kept];
}

function writeFlags({ ignoreCase, multiLine, dotAll }: RegexFlags): number {
  return (ignoreCase ? 1 : 0) | (multiLine ? 2 : 0) | (dotAll ? 4 : 0);
}

/** The test that was written; throws `KeptFault`. */
export function readTest(kept: unknown): ValueTest {
  switch (typeof kept) {
    case 'string':
      return { kind: 'string', pattern: { tokens: [{ kind: 'text', text: kept }] }, cased: false };
    case 'number':
      return { kind: 'number', value: kept };
    case 'boolean':
      return { kind: 'boolean', value: kept };
    default:
      return kept === null ? { kind: 'null' } : readList(listOf(kept));
  }
}

function readList(kept: readonly unknown[]): ValueTest {
  const [kind, one, two, three] = kept;
  switch (kind) {
    case KIND.pattern:
    case KIND.casedPattern:
      return { kind: 'string', pattern: readPattern(kept), cased: kind === KIND.casedPattern };
    case KIND.number:
      return { kind: 'number', value: numberOf(one) };
    case KIND.regex:
      return { kind: 'regex', source: textOf(one), flags: readFlags(numberOf(two)) };
    case KIND.cidr:
      return { kind: 'cidr', range: readRange(listOf(one).map(numberOf), numberOf(two)) };
    case KIND.compare:
      return { kind: 'compare', comparison: oneOf(one, COMPARISONS), value: numberOf(two) };
    case KIND.fieldRef:
      return { kind: 'field-ref', field: textOf(one), place: oneOf(two, PLACES), cased: three === true };
    case KIND.anyOf:
      return { kind: 'any-of', tests: kept.slice(1).map(readTest) };
    default:
      return faulty();
  }
}

function readPattern(kept: readonly unknown[]): PatternOf<PatternToken> {
  const tokens: PatternToken[] = [];
  for (let at = 1; at < kept.length; at += 1) {
    const token = kept[at];
    if (typeof token === 'string') tokens.push({ kind: 'text', text: token });
    else tokens.push((typeof token === 'number' ? WILDCARDS[token] : undefined) ?? faulty());
  }
  return { tokens };
}

function readFlags(flags: number): RegexFlags {
  return { ignoreCase: (flags & 1) !== 0, multiLine: (flags & 2) !== 0, dotAll: (flags & 4) !== 0 };
}

function readRange(words: readonly number[], bits: number): AddressRange {
  return bits <= words.length * 16 && (words.length === 2 || words.length === 8) ? { words, bits } : faulty();
}
