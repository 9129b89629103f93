import type { Decision } from '../../model/index.ts';
import { timeParameter } from '../statement.ts';
import type { Row } from './read-row.ts';
import { type Stamp, sharedColumns } from './write-row.ts';

/** Columns of table `decisions`: a history for reports. What is in force is asked of the state store. */
export function decisionRow(decision: Decision, stamp: Stamp): Row {
  return {
    id: decision.id.toWellFormed(),
    scope_kind: decision.scope.kind,
    scope_value: decision.scope.value.toWellFormed(),
    action: decision.action,
    service: decision.service?.toWellFormed() ?? null,
    reason: decision.reason.toWellFormed(),
    owner: decision.owner.toWellFormed(),
    created_ms: timeParameter(decision.createdMs),
    expires_ms: timeParameter(decision.expiresMs),
    attempt_id: decision.attemptId?.toWellFormed() ?? null,
    revoked_ms: decision.revokedMs === null ? null : timeParameter(decision.revokedMs),
    simulated: decision.simulated,
    ...sharedColumns(decision, stamp),
  };
}
