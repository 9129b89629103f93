import type { AuditRecord } from './audit-record.ts';

/** What became of a transaction in the end, which the caller knows better than the rules. */
export interface AuditAnswer {
  /** What the client got; 0 where it got nothing. */
  readonly status: number;
  /** Whether it was refused. */
  readonly blocked: boolean;
}

/**
 * The record as it is to be written once the client has its answer. What the rules would have blocked and the caller
 * let through is not interrupted, as where ModSecurity only detects.
 */
export function withAnswer({ transaction }: AuditRecord, { status, blocked }: AuditAnswer): AuditRecord {
  const { producer, response, is_interrupted } = transaction;
  const detected = is_interrupted && !blocked && producer !== undefined;
  return {
    transaction: {
      ...transaction,
      is_interrupted: blocked,
      response: { ...response, http_code: status },
      ...(detected ? { producer: { ...producer, secrules_engine: 'DetectionOnly' } } : {}),
    },
  };
}
