import type { Place } from '@dejfa/diagnostics';
import type { Phase } from '../api.ts';
import type { ActionNode, OperatorNode, TargetNode } from './rule.ts';

/** What happens to the request when a chain matches. */
export type Disruption =
  | { readonly kind: 'pass' }
  | { readonly kind: 'deny'; readonly status: number }
  | { readonly kind: 'allow'; readonly scope: 'transaction' | 'request' | 'phase' };

/** One rule of a chain with its defaults filled in. */
export interface LinkNode {
  readonly targets: readonly TargetNode[];
  readonly operator: OperatorNode | null;
  /** Canonical names, in order; what stands before the last `t:none` is gone. */
  readonly transformations: readonly string[];
  readonly multiMatch: boolean;
  readonly capture: boolean;
  /** Actions that run each time the link matches (`setvar`, `ctl` …), in order. */
  readonly effects: readonly ActionNode[];
  readonly place: Place;
}

/** A rule with the rules chained to it: the unit that runs, matches and is removed. */
export interface ChainNode {
  readonly kind: 'chain';
  readonly id: number;
  readonly phase: Phase;
  readonly links: readonly LinkNode[];
  readonly disruption: Disruption;
  readonly message: string;
  readonly logData: string;
  readonly severity: number | null;
  readonly tags: readonly string[];
  readonly version: string;
  readonly log: boolean;
  /** Number of following rules that a match skips. */
  readonly skip: number;
  readonly skipAfter: string | null;
  readonly file: string;
  readonly place: Place;
}
