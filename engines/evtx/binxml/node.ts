import type { EvtxValue } from '../api.ts';

/** An element of a record, or of a template definition, where its text may have slots. */
export interface Element {
  readonly kind: 'element';
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly children: readonly Node[];
}

/** An attribute; its parts stand one after the other. */
export interface Attribute {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Text of the record or template itself. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

/** A place in a template that a value of the instance fills ("Substitution"). */
export interface Slot {
  readonly kind: 'slot';
  readonly index: number;
  /** Without a value, what stands around it is left out. */
  readonly optional: boolean;
}

/** A filled slot. */
export interface Filled {
  readonly kind: 'value';
  readonly value: EvtxValue;
}

/** A slot filled with an array: what stands around it is repeated. */
export interface Filling {
  readonly kind: 'array';
  readonly values: readonly EvtxValue[];
}

export type Part = Text | Slot | Filled | Filling;
export type Node = Element | Part;
