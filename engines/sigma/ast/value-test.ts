import type { AddressRange } from '../value/cidr.ts';
import type { PatternOf, PatternToken } from './pattern.ts';

/**
 * What one value of a rule asks of one value of an event, after its modifiers were applied. `Token`: what patterns are
 * made of; placeholders are among them until the rule is closed.
 */
export type ValueTest<Token = PatternToken> =
  | StringTest<Token>
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** The field is missing, null, or an empty list. */
  | { readonly kind: 'null' }
  | RegexTest
  | { readonly kind: 'cidr'; readonly range: AddressRange }
  | CompareTest
  | FieldRefTest
  /** Alternatives that one written value expands into (`base64offset`, placeholders). */
  | { readonly kind: 'any-of'; readonly tests: readonly ValueTest<Token>[] };

/** The whole value fits a pattern. */
export interface StringTest<Token = PatternToken> {
  readonly kind: 'string';
  readonly pattern: PatternOf<Token>;
  /** False: ASCII letters are equal in either case. */
  readonly cased: boolean;
}

/** Some part of the value matches (`|re`). */
export interface RegexTest {
  readonly kind: 'regex';
  readonly source: string;
  readonly flags: RegexFlags;
}

/** `|re|i`, `|re|m`, `|re|s`. */
export interface RegexFlags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
}

/** Modifiers that compare numbers. */
export type Comparison = 'lt' | 'lte' | 'gt' | 'gte';

/** The value is a number, and less or greater than another. */
export interface CompareTest {
  readonly kind: 'compare';
  readonly comparison: Comparison;
  readonly value: number;
}

/** Compares with another field of the same event; true when any of its values fits. */
export interface FieldRefTest {
  readonly kind: 'field-ref';
  readonly field: string;
  readonly place: 'equal' | 'contains' | 'startswith' | 'endswith';
  readonly cased: boolean;
}
