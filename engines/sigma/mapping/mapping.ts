import type { Diagnostic } from '@dejfa/diagnostics';
import type { SigmaLogSource, SigmaSource, SigmaValue } from '../api.ts';

/** One file of mappings: which events of a product belong to which log sources, and what their fields are called. */
export interface MappingFile {
  readonly name: string;
  /** Only events with these parts are looked at. */
  readonly logsource: SigmaLogSource;
  readonly services: ServiceTable | null;
  readonly categories: readonly CategoryTable[];
  /** Log sources that an event belongs to besides its own. */
  readonly further: readonly { readonly logsource: SigmaLogSource; readonly add: SigmaLogSource }[];
  readonly fields: readonly FieldTable[];
}

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
  /** New name, and the fields of which the first that is there gives its value. */
  readonly aliases: readonly { readonly name: string; readonly from: readonly string[] }[];
  /** New name, and templates such as `{Domain}\{User}`; the first whose fields are all there, and not empty, is filled. */
  readonly compose: readonly { readonly name: string; readonly templates: readonly string[] }[];
  /** New name, the field whose value is looked up, and the values. */
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
