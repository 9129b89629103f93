import type { Decision } from '../model/index.ts';

/** Where a log source was read up to: enough to go on after a restart, a rotation or a truncation. */
export interface SourcePosition {
  readonly source: string;
  readonly path: string;
  /** Device and inode, `device:inode`, so that a rotated file is told from a new one. */
  readonly fileId: string;
  readonly offsetBytes: number;
  /** SHA-256 (hex) of the file's first 256 bytes or fewer, with that length: tells a reused inode. */
  readonly headHash: string;
  readonly headBytes: number;
}

/** A person who may use the console. */
export interface Account {
  readonly name: string;
  /** scrypt, in PHC string format. */
  readonly passwordHash: string;
  readonly createdMs: number;
}

/** One open sign-in; times in milliseconds since the epoch. */
export interface Session {
  /** SHA-256 (hex) of the token in the cookie; the token itself is not kept. */
  readonly tokenHash: string;
  readonly account: string;
  readonly createdMs: number;
  readonly expiresMs: number;
}

/** What a person changed about the state of the shield, and who. */
export interface AuditNote {
  readonly timeMs: number;
  readonly account: string;
  readonly action: string;
  readonly detail: string;
}

/** Small, transactional state: survives restarts and kill -9; every write is durable when the call returns. */
export interface StateStore {
  saveDecision(decision: Decision): void;
  /** Marks as revoked; returns the decision, or null when there is none such. */
  revokeDecision(id: string, atMs: number): Decision | null;
  /** Neither expired nor revoked at `nowMs`. */
  activeDecisions(nowMs: number): readonly Decision[];
  decisions(limit: number): readonly Decision[];
  /** Also one that has expired or was revoked; null when there is none such. */
  decision(id: string): Decision | null;
  positions(source: string): readonly SourcePosition[];
  savePositions(positions: readonly SourcePosition[]): void;
  account(name: string): Account | null;
  accountCount(): number;
  saveAccount(account: Account): void;
  saveSession(session: Session): void;
  session(tokenHash: string): Session | null;
  deleteSession(tokenHash: string): void;
  deleteExpiredSessions(nowMs: number): void;
  audit(note: AuditNote): void;
  auditNotes(limit: number): readonly AuditNote[];
  /** A number that changes when another process has written; cheap enough to be asked every second. */
  foreignChanges(): number;
  close(): void;
}
