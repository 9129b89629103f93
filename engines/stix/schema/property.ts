import type { JsonObject, JsonValue } from '../json/value.ts';
import type { Rule } from './rule.ts';

/**
 * A property of an object: the rule for its value, and whether it must be there. `Value` is the TypeScript type of a
 * value that keeps the rule; it exists for the compiler only.
 */
export interface Property<Value = unknown, Needed extends boolean = boolean> {
  readonly rule: Rule;
  readonly required: Needed;
  readonly value?: Value;
}

/** Properties by name, in the order in which the specification lists them; they are written in that order. */
export type Properties = Readonly<Record<string, Property>>;

type ValueOf<P> = P extends Property<infer Value> ? Value : never;

/** The plain value that some properties describe. */
export type RecordOf<P extends Properties> = {
  readonly [Name in keyof P as P[Name] extends Property<unknown, true> ? Name : never]: ValueOf<P[Name]>;
} & {
  readonly [Name in keyof P as P[Name] extends Property<unknown, true> ? never : Name]?: ValueOf<P[Name]>;
};

type Optional<Value> = Property<Value, false>;

function optional<Value>(rule: Rule): Optional<Value> {
  return { rule, required: false };
}

/** The same property, required. */
export function required<Value>(property: Property<Value>): Property<Value, true> {
  return { rule: property.rule, required: true };
}

export const text = (): Optional<string> => optional({ kind: 'string' });

export const flag = (): Optional<boolean> => optional({ kind: 'boolean' });

/** A whole number within bounds, both included (section 2.8). */
export const integer = (least?: number, most?: number): Optional<number> =>
  optional({
    kind: 'integer',
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
  });

/** A number within bounds, both included (section 2.5). */
export const decimal = (least?: number, most?: number): Optional<number> =>
  optional({
    kind: 'float',
    ...(least === undefined ? {} : { least }),
    ...(most === undefined ? {} : { most }),
  });

/** RFC 3339 in UTC, ending in `Z` (section 2.16). */
export const timestamp = (): Optional<string> => optional({ kind: 'timestamp' });

/** Base64 (section 2.1). */
export const binary = (): Optional<string> => optional({ kind: 'binary' });

/** An even number of hexadecimal digits (section 2.8). */
export const hex = (): Optional<string> => optional({ kind: 'hex' });

/** An identifier of an object; of one of these types, where types are given (section 2.9). */
export const reference = (...types: readonly string[]): Optional<string> =>
  optional({ kind: 'identifier', types });

/** A value that should come of a vocabulary, and need not (section 10). */
export const open = (vocabulary: string): Optional<string> =>
  optional({ kind: 'open-vocabulary', vocabulary });

/** A value that must come of a list (section 10). */
export const oneOf = <const Value extends string>(...values: readonly Value[]): Optional<Value> =>
  optional({ kind: 'enumeration', values });

/** A list of at least one value (section 2.10). */
export const list = <Value>(of: Property<Value>): Optional<readonly Value[]> =>
  optional({ kind: 'list', of: of.rule });

/** Values by name (section 2.3). */
export const dictionary = <Value = JsonValue>(
  of?: Property<Value>,
): Optional<Readonly<Record<string, Value>>> =>
  optional(of === undefined ? { kind: 'dictionary' } : { kind: 'dictionary', of: of.rule });

/** Hashes by algorithm (section 2.7). */
export const hashes = (): Optional<Readonly<Record<string, string>>> => optional({ kind: 'hashes' });

/** A value with properties of its own. */
export const record = <P extends Properties>(
  properties: P,
  demands: readonly Demand[] = [],
): Optional<RecordOf<P>> => optional({ kind: 'record', properties, demands });

/** Extensions by the name or the identifier of their definition (section 7.3). */
export const extensions = (predefined: Readonly<Record<string, Property>> = {}) =>
  optional<Readonly<Record<string, JsonObject>>>({
    kind: 'extensions',
    predefined: Object.fromEntries(Object.entries(predefined).map(([name, { rule }]) => [name, rule])),
  });

/** A condition on several properties of one object. */
export type Demand =
  | { readonly kind: 'some-of'; readonly names: readonly string[] }
  | { readonly kind: 'not-both'; readonly names: readonly [string, string] }
  | { readonly kind: 'exactly-one'; readonly names: readonly [string, string] }
  /** Where `name` is (and is `equals`, where given), `needs` must be. */
  | {
      readonly kind: 'needs';
      readonly name: string;
      readonly equals?: boolean;
      readonly needs: readonly string[];
    }
  /** Where `name` is `equals`, `forbids` must not be. */
  | {
      readonly kind: 'forbids';
      readonly name: string;
      readonly equals: boolean;
      readonly forbids: readonly string[];
    }
  /** The timestamp `later` is not before `earlier`; where `strict`, nor at the same time. */
  | { readonly kind: 'order'; readonly earlier: string; readonly later: string; readonly strict?: boolean };
