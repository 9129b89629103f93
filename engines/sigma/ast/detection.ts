import type { DatePart } from '../value/date-part.ts';
import type { PatternToken } from './pattern.ts';
import type { ValueTest } from './value-test.ts';

/** What stands under a search identifier: maps are joined by and, lists by or, down to field items. */
export type Detection<Token = PatternToken> =
  | { readonly kind: 'and'; readonly parts: readonly Detection<Token>[] }
  | { readonly kind: 'or'; readonly parts: readonly Detection<Token>[] }
  | FieldItem<Token>
  | { readonly kind: 'exists'; readonly field: string; readonly expected: boolean };

/** `field|modifiers: values`, or keywords where `field` is null: then any value anywhere in the event counts. */
export interface FieldItem<Token = PatternToken> {
  readonly kind: 'field';
  readonly field: string | null;
  /** How several values are linked: `any` unless the modifier `all` stands there. */
  readonly link: 'any' | 'all';
  /** `neq`: true when the values, linked as above, do not match; so also when the field is missing. */
  readonly negated: boolean;
  /** Where set, the part of a date that is taken out of the event's value before the tests see it. */
  readonly datePart: DatePart | null;
  readonly tests: readonly ValueTest<Token>[];
}
