import type { Demand, Properties } from './property.ts';

/** The four groups of objects of STIX 2.1: SDO, SRO, SCO, and what describes others. */
export type ObjectGroup = 'domain' | 'relationship' | 'observable' | 'meta';

/** An object type as the specification defines it. */
export interface ObjectDefinition {
  readonly type: string;
  readonly group: ObjectGroup;
  /** Section of STIX 2.1 (OASIS Standard, 10 June 2021). */
  readonly section: string;
  readonly properties: Properties;
  readonly demands: readonly Demand[];
  /** Properties that its deterministic identifier is made of (section 2.9); none where it gets a random one. */
  readonly identity: readonly string[];
}

/** A definition whose TypeScript type keeps what its properties are. */
export interface DefinitionOf<Type extends string, P extends Properties> extends ObjectDefinition {
  readonly type: Type;
  readonly properties: P;
}
