import type { JsonObject } from '../json/value.ts';
import type { RecordOf } from '../schema/property.ts';
import type { DEFINITIONS, KnownType } from './definitions.ts';

/**
 * A STIX object as a plain value, the same as its JSON. Properties that the specification does not have are kept on
 * it; {@link extraProperty} reads them.
 */
export type ObjectOf<Type extends KnownType> = RecordOf<(typeof DEFINITIONS)[Type]['properties']>;

/** An object of a type that STIX 2.1 defines. */
export type KnownObject = { [Type in KnownType]: ObjectOf<Type> }[KnownType];

/** An object of a type that somebody else defined (sections 7.3 and 11); it is kept as it is. */
export interface CustomObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

/** What a bundle is made of. */
export type StixObject = KnownObject | CustomObject;

/** True when `object` is of that type; what was read was checked against its definition. */
export function isOfType<Type extends KnownType>(
  object: StixObject,
  type: Type,
): object is Extract<KnownObject, { readonly type: Type }> {
  return object.type === type;
}

/** A property by its name, whether or not the type has it; undefined where it is absent. */
export function extraProperty(object: StixObject, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as JsonObject)[name] : undefined;
}
