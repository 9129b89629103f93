import type { Place } from '@dejfa/diagnostics';

/** A piece of rule text together with where it stands in its source. */
export interface Located {
  readonly text: string;
  /** Place of the UTF-16 code unit `offset` of `text`; offsets past the end give the end. */
  placeAt(offset: number): Place;
}
