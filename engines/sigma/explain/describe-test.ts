import type { FieldItem } from '../ast/detection.ts';
import type { Pattern, PatternToken } from '../ast/pattern.ts';
import type { RegexTest, StringTest, ValueTest } from '../ast/value-test.ts';

const COMPARISONS = {
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is greater than',
  gte: 'is at least',
} as const;

const PLACES = {
  equal: 'is the same as',
  contains: 'contains',
  startswith: 'starts with',
  endswith: 'ends with',
} as const;

/** What a value of a rule asks, in words. */
export function describeTest(test: ValueTest, datePart: FieldItem['datePart'] = null): string {
  return datePart === null ? words(test) : `has the ${datePart} that ${words(test)}`;
}

function words(test: ValueTest): string {
  switch (test.kind) {
    case 'string':
      return stringWords(test);
    case 'number':
    case 'boolean':
      return `is ${test.value}`;
    case 'null':
      return 'is missing, null or empty';
    case 'regex':
      return regexWords(test);
    case 'cidr':
      return `is an address of ${rangeText(test.range)}`;
    case 'compare':
      return `${COMPARISONS[test.comparison]} ${test.value}`;
    case 'field-ref':
      return `${PLACES[test.place]} a value of ${test.field}${test.cased ? '' : ' (any case)'}`;
    case 'any-of':
      return test.tests.map(words).join(', or ');
  }
}

function stringWords({ pattern, cased }: StringTest): string {
  const mark = cased ? ' (in just this case)' : '';
  const inner = pattern.tokens;
  const starts = inner[0]?.kind !== 'star';
  const ends = inner.at(-1)?.kind !== 'star';
  if (inner.length === 0) return 'is empty';
  if (inner.length === 1 && !starts) return 'is anything';
  const core = inner.slice(starts ? 0 : 1, ends ? undefined : -1);
  const isPlain = core.every(({ kind }) => kind === 'text');
  if (!isPlain) return `fits ${quoted(pattern)}${mark}`;
  const verb = starts ? (ends ? 'is' : 'starts with') : ends ? 'ends with' : 'contains';
  return `${verb} ${quoted({ tokens: core }, true)}${mark}`;
}

function quoted({ tokens }: Pattern, literal = false): string {
  return `"${tokens.map((token) => tokenText(token, literal)).join('')}"`;
}

/** As a rule writes it; a wildcard that stands for itself has a backslash unless there are no others. */
function tokenText(token: PatternToken, literal: boolean): string {
  switch (token.kind) {
    case 'text':
      return literal ? token.text : token.text.replace(/[*?]/g, '\\$&');
    case 'star':
      return '*';
    case 'one':
      return '?';
    case 'dash':
      return '-';
  }
}

function regexWords({ source, flags }: RegexTest): string {
  const { ignoreCase, multiLine, dotAll } = flags;
  return `matches /${source}/${ignoreCase ? 'i' : ''}${multiLine ? 'm' : ''}${dotAll ? 's' : ''}`;
}

function rangeText({
  words: parts,
  bits,
}: {
  readonly words: readonly number[];
  readonly bits: number;
}): string {
  if (parts.length === 2) {
    const bytes = parts.flatMap((word) => [word >> 8, word & 255]);
    return `${bytes.join('.')}/${bits}`;
  }
  return `${parts.map((word) => word.toString(16)).join(':')}/${bits}`;
}
