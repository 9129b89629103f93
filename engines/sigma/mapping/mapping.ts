import type { Diagnostic } from '@dejfa/diagnostics';
import type { SigmaLogSource, SigmaSource, SigmaValue } from '../api.ts';

/** One file of mappings: which events of a product belong to which log sources, and what their fields are called. */
export interface MappingFile {
  readonly name: string;
  /** Only events with these parts are looked at. */
  readonly logsource: SigmaLogSource;
  /** How records that came without a log source are told by what they hold. */
  readonly recognise: readonly Recogniser[];
  readonly services: ServiceTable | null;
  readonly categories: readonly CategoryTable[];
  /** Log sources that an event belongs to besides its own, where its fields are so. */
  readonly further: readonly {
    readonly logsource: SigmaLogSource;
    readonly where: FieldConditions;
    readonly add: SigmaLogSource;
  }[];
  readonly fields: readonly FieldTable[];
}

/** Records that have all these fields, with values as stated, are of this log source. */
export interface Recogniser {
  readonly has: readonly string[];
  readonly where: FieldConditions;
  readonly logsource: SigmaLogSource;
  /** For each field asked for, the names at the top of a record under which it can stand: one of each must be there. */
  readonly heads: readonly (readonly string[])[];
}

/**
 * All must hold. A field is named with dots where it is nested; one of its values has to be one of `values`, which are
 * in lower case and may begin or end with `*`; `*` alone holds for any field that is there.
 */
export type FieldConditions = readonly { readonly field: string; readonly values: readonly string[] }[];

/** The value of a field names the service; looked up in lower case. */
export interface ServiceTable {
  readonly field: string;
  readonly values: ReadonlyMap<string, string>;
}

/** The value of a field names the categories of events of one service. */
export interface CategoryTable {
  readonly service: string;
  readonly field: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/** Names that rules use, made of the names that the events have; nothing that an event has is overwritten. */
export interface FieldTable {
  readonly logsource: SigmaLogSource;
  readonly where: FieldConditions;
  /** New name, and the fields of which the first that is there gives its value. */
  readonly aliases: readonly { readonly name: string; readonly from: readonly string[] }[];
  /** New name, and templates such as `{Domain}\{User}`; the first whose fields are all there, and not empty, is filled. */
  readonly compose: readonly { readonly name: string; readonly templates: readonly string[] }[];
  /** New name, and the field whose list becomes one text, its members between separators: arguments, a command line. */
  readonly join: readonly { readonly name: string; readonly from: string; readonly separator: string }[];
  /** New name, and the fields whose values become one list, in this order, without those that are missing. */
  readonly collect: readonly { readonly name: string; readonly from: readonly string[] }[];
  /** New name, the field whose value is looked up, and the values; `*` stands for any other value, empty for none. */
  readonly translate: readonly {
    readonly name: string;
    readonly from: string;
    readonly values: ReadonlyMap<string, string>;
  }[];
}

/** Loaded mappings; opaque, made by `loadMappings`. */
export interface Mappings {
  readonly kind: 'sigma-mappings';
  readonly files: readonly MappingFile[];
}

/** Mappings that can be used, and what was wrong with others. */
export interface LoadedMappings {
  readonly mappings: Mappings;
  readonly diagnostics: readonly Diagnostic[];
}

/** A mapping file as it was read. */
export type MappingSource = SigmaSource;

/** An event as its sensor made it. */
export interface RawEvent extends SigmaLogSource {
  readonly fields: { readonly [name: string]: SigmaValue };
}
