/** A template as it is written as fields of a line: made once a chunk, run for each record. */
export interface Plan {
  readonly system: readonly PlanField[];
  readonly data: readonly PlanField[];
  /** Slots right in Event, which the data of the provider's own template fill. */
  readonly nested: readonly number[];
  /** Bits of the fields of System whose place a field of `data` takes ({@link PlanField.yieldBit}). */
  readonly claims: number;
}

/** One field. */
export interface PlanField {
  /** `,"Name":` in UTF-8. */
  readonly key: Buffer;
  /** Several where the template repeats a name: the value is a list. */
  readonly items: readonly PlanItem[];
  /** Of System: its bit among the fields that yield, or 0. */
  readonly yieldBit: number;
  /** Of System, where an array makes one field of its first value only. */
  readonly isSystem: boolean;
  /** Where the slot stands in an attribute, null is empty text. */
  readonly isAttribute: boolean;
}

/** What a field's value is made of. */
export type PlanItem =
  | { readonly kind: 'constant'; readonly json: Buffer }
  | { readonly kind: 'slot'; readonly index: number; readonly optional: boolean };
