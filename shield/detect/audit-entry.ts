import { type AuditRecord, withAnswer } from '@dejfa/seclang';

/** What the rules could not know of a request. */
export interface AuditOutcome {
  readonly service: string;
  /** Status sent to the client; 0 where none was. */
  readonly status: number;
  /** Whether it was refused, and not just would have been. */
  readonly blocked: boolean;
}

/** The record as it is written: with what came of the request, and the service that it was for as `server_id`. */
export function auditEntry(record: AuditRecord, { service, ...answer }: AuditOutcome): AuditRecord {
  const { transaction } = withAnswer(record, answer);
  return { transaction: { ...transaction, server_id: service } };
}
