import type { SigmaRuleInfo } from '../api.ts';
import type { Condition } from './condition.ts';
import type { Detection } from './detection.ts';
import type { OpenToken, PatternToken } from './pattern.ts';

/** A rule that was read whole, ready to be evaluated or compiled. */
export interface Rule<Token = PatternToken> {
  readonly info: SigmaRuleInfo;
  readonly detections: ReadonlyMap<string, Detection<Token>>;
  readonly condition: Condition;
}

/** A rule whose placeholders may still be open: what filters and processing pipelines work on. */
export type OpenRule = Rule<OpenToken>;
