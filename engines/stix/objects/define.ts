import type { DefinitionOf } from '../schema/definition.ts';
import {
  type Demand,
  extensions,
  oneOf,
  type Properties,
  type Property,
  required,
} from '../schema/property.ts';
import { describedProperties, extensionProperties, observedProperties } from './shared.ts';

interface Details {
  readonly section: string;
  readonly demands?: readonly Demand[];
}

const typeProperty = <Type extends string>(type: Type): Property<Type, true> => required(oneOf(type));

/** The versions of an object are in order (section 3.6). */
const VERSION_ORDER: Demand = { kind: 'order', earlier: 'created', later: 'modified' };

/** A STIX Domain Object (section 4). */
export function domainObject<Type extends string, P extends Properties>(
  type: Type,
  { section, demands = [] }: Details,
  properties: P,
) {
  return described('domain', type, { section, demands, properties });
}

/** A STIX Relationship Object (section 5). */
export function relationshipObject<Type extends string, P extends Properties>(
  type: Type,
  { section, demands = [] }: Details,
  properties: P,
) {
  return described('relationship', type, { section, demands, properties });
}

function described<Type extends string, P extends Properties>(
  group: 'domain' | 'relationship',
  type: Type,
  { section, demands, properties }: Required<Details> & { readonly properties: P },
) {
  const all = { type: typeProperty(type), ...describedProperties(), ...properties, ...extensionProperties() };
  return {
    type,
    group,
    section,
    properties: all,
    demands: [VERSION_ORDER, ...demands],
    identity: [],
  } satisfies DefinitionOf<Type, typeof all>;
}

/** A STIX Cyber-observable Object (section 6); `identity` are its ID contributing properties. */
export function observableObject<Type extends string, P extends Properties>(
  type: Type,
  details: Details & {
    readonly identity: readonly string[];
    readonly extensions?: Readonly<Record<string, Property>>;
  },
  properties: P,
) {
  const all = {
    type: typeProperty(type),
    ...observedProperties(),
    ...properties,
    extensions: extensions(details.extensions),
  };
  return {
    type,
    group: 'observable',
    section: details.section,
    properties: all,
    demands: details.demands ?? [],
    identity: details.identity,
  } satisfies DefinitionOf<Type, typeof all>;
}

/** A meta object (section 7); it says all of its properties itself. */
export function metaObject<Type extends string, P extends Properties>(
  type: Type,
  { section, demands = [] }: Details,
  properties: P,
) {
  const all = { type: typeProperty(type), ...properties };
  return { type, group: 'meta', section, properties: all, demands, identity: [] } satisfies DefinitionOf<
    Type,
    typeof all
  >;
}
