import { type Pattern, textPattern, widen } from '../ast/pattern.ts';
import type { CompareTest, FieldRefTest, ValueTest } from '../ast/value-test.ts';
import { compileRegex } from '../regex/matcher.ts';
import { rangeHolds } from '../value/cidr.ts';
import { numberOf } from '../value/number-text.ts';
import { type Scalar, textOf } from './event-values.ts';
import { patternFits } from './match-pattern.ts';

/** Values of a field by name; null when it is missing. */
export type Lookup = (field: string) => readonly Scalar[] | null;

/** Whether any value of a field answers the test; `values` is null when the field is missing. */
export function testHolds(test: ValueTest, values: readonly Scalar[] | null, lookup: Lookup): boolean {
  if (test.kind === 'null') return values === null || values.length === 0 || values.includes(null);
  if (test.kind === 'any-of') return test.tests.some((inner) => testHolds(inner, values, lookup));
  return (values ?? []).some((value) => value !== null && valueFits(test, value, lookup));
}

type SingleTest = Exclude<ValueTest, { kind: 'null' } | { kind: 'any-of' }>;

function valueFits(test: SingleTest, value: string | number | boolean, lookup: Lookup): boolean {
  const text = String(value);
  switch (test.kind) {
    case 'string':
      return patternFits(test.pattern, text, test.cased);
    case 'number':
      return numeric(value) === test.value;
    case 'boolean':
      return text.toLowerCase() === String(test.value);
    case 'regex':
      return compileRegex(test).matches(text);
    case 'cidr':
      return rangeHolds(test.range, text);
    case 'compare': {
      const number = numeric(value);
      return number !== null && compares(test, number);
    }
    case 'field-ref':
      return refersTo(test, text, lookup(test.field));
  }
}

function numeric(value: string | number | boolean): number | null {
  return typeof value === 'number' ? value : numberOf(String(value));
}

function compares({ comparison, value }: CompareTest, number: number): boolean {
  switch (comparison) {
    case 'lt':
      return number < value;
    case 'lte':
      return number <= value;
    case 'gt':
      return number > value;
    case 'gte':
      return number >= value;
  }
}

const ENDS = {
  equal: { start: false, end: false },
  contains: { start: true, end: true },
  startswith: { start: false, end: true },
  endswith: { start: true, end: false },
} as const;

function refersTo(test: FieldRefTest, text: string, others: readonly Scalar[] | null): boolean {
  return (others ?? []).some((other) => {
    const plain = textOf(other);
    if (plain === null) return false;
    const pattern: Pattern = widen(textPattern(plain), ENDS[test.place]);
    return patternFits(pattern, text, test.cased);
  });
}
