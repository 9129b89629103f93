import type { Attempt, Outcome, RsitClass, Severity } from '../../../shield/model/index.ts';

/** In rising order, as the model has them (the console takes only types from it). */
export const SEVERITY_ORDER = [
  'informational',
  'low',
  'medium',
  'high',
  'critical',
] as const satisfies readonly Severity[];

export const OUTCOMES = [
  'blocked',
  'no-effect',
  'succeeded',
  'unknown',
] as const satisfies readonly Outcome[];

export const CLASSES = [
  'abusive-content',
  'malicious-code',
  'information-gathering',
  'intrusion-attempts',
  'intrusions',
  'availability',
  'information-content-security',
  'fraud',
  'vulnerable',
  'other',
] as const satisfies readonly RsitClass[];

/** Which sentence explains the outcome; the numbers are filled in from the attempt. */
export type OutcomeReason =
  | 'allBlocked'
  | 'someBlocked'
  | 'noneBlocked'
  | 'noEffect'
  | 'succeeded'
  | 'blockedNoCount';

export function outcomeReason(attempt: Attempt): OutcomeReason {
  if (attempt.outcome === 'succeeded') return 'succeeded';
  if (attempt.outcome === 'no-effect') return 'noEffect';
  if (attempt.outcome === 'blocked')
    return attempt.blockedCount >= attempt.eventCount ? 'allBlocked' : 'blockedNoCount';
  return attempt.blockedCount > 0 ? 'someBlocked' : 'noneBlocked';
}
