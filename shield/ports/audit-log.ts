import type { AuditRecord } from '@dejfa/seclang';

/** Takes audit records of the rules and writes them somewhere, off the hot path. */
export interface AuditLog {
  /** Never blocks and never throws; under pressure records are given up, and counted. */
  append(record: AuditRecord): void;
}

/** How the audit log is doing. */
export interface AuditLogStatus {
  readonly path: string;
  /** `retrying`: it cannot be written now, and is tried again. */
  readonly state: 'writing' | 'retrying';
  readonly queuedRecords: number;
  /** Records given up since the start, because they could not be written. */
  readonly lostRecords: number;
  /** What stands in the way, in one sentence. */
  readonly detail: string | null;
}
