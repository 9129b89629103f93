import type { Place } from '@dejfa/diagnostics';
import type { Phase } from '../api.ts';
import type { ActionNode, OperatorNode, TargetNode } from './rule.ts';

/** What happens to the request when a chain matches. */
export type Disruption =
  | { readonly kind: 'pass' }
  | { readonly kind: 'deny'; readonly status: number }
  /** The connection is to be closed without an answer; `status` is for those who cannot. */
  | { readonly kind: 'drop'; readonly status: number }
  /** `location` may hold macros; `status` is 301, 302, 303, 307 or 308. */
  | { readonly kind: 'redirect'; readonly status: number; readonly location: string }
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
  /** `rev`; empty where the rule has none. */
  readonly revision: string;
  /** `maturity` and `accuracy`, 1 to 9 as the rule set judges itself; empty where the rule states none. */
  readonly maturity: string;
  readonly accuracy: string;
  readonly log: boolean;
  /** Whether a match makes the transaction worth an entry in the audit log (`auditlog`, `noauditlog`). */
  readonly auditLog: boolean;
  /** Number of following rules that a match skips. */
  readonly skip: number;
  readonly skipAfter: string | null;
  readonly file: string;
  readonly place: Place;
}
