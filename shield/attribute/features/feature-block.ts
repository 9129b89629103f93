import type { Profiles } from '../knowledge/profile.ts';

/** What was seen, as places in the incidence's list of items. */
export interface Seen {
  readonly techniques: Int32Array;
  readonly tools: Int32Array;
}

/** One row an actor, `width` numbers a row; a block writes its columns from `offset` on. */
export interface FeatureMatrix {
  readonly values: Float32Array;
  readonly width: number;
}

/** Features that are worked out together. */
export interface FeatureBlock {
  /** Of its columns, in order. */
  readonly names: readonly string[];
  /** Fills its columns for every actor. The matrix comes in with zeros. */
  readonly write: (profiles: Profiles, seen: Seen, into: FeatureMatrix & { readonly offset: number }) => void;
}
