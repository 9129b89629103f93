import type { Decision } from '../model/index.ts';

/** Something that enforces decisions. `replaceAll` is what a restart or a reload does; deltas keep it current. */
export interface Enforcer {
  readonly name: string;
  replaceAll(decisions: readonly Decision[]): void;
  add(decision: Decision): void;
  remove(decisionId: string): void;
}
