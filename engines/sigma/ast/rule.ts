import type { SigmaRuleInfo } from '../api.ts';
import type { Condition } from './condition.ts';
import type { Detection } from './detection.ts';

/** A rule that was read whole, ready to be evaluated or compiled. */
export interface Rule {
  readonly info: SigmaRuleInfo;
  readonly detections: ReadonlyMap<string, Detection>;
  readonly condition: Condition;
}
