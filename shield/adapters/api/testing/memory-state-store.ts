import type { Decision } from '../../../model/index.ts';
import type { Account, AuditNote, Session, SourcePosition, StateStore } from '../../../ports/index.ts';

/** The state store as plain maps. Only for tests. */
export class MemoryStateStore implements StateStore {
  readonly #decisions = new Map<string, Decision>();
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, Session>();
  readonly #notes: AuditNote[] = [];

  saveDecision(decision: Decision): void {
    this.#decisions.set(decision.id, decision);
  }

  revokeDecision(id: string, atMs: number): Decision | null {
    const decision = this.#decisions.get(id);
    if (decision === undefined) return null;
    const revoked = { ...decision, revokedMs: decision.revokedMs ?? atMs };
    this.#decisions.set(id, revoked);
    return revoked;
  }

  activeDecisions(nowMs: number): readonly Decision[] {
    return this.decisions(Number.POSITIVE_INFINITY).filter(
      (decision) => decision.revokedMs === null && decision.expiresMs > nowMs,
    );
  }

  decision(id: string): Decision | null {
    return this.#decisions.get(id) ?? null;
  }

  decisions(limit: number): readonly Decision[] {
    return [...this.#decisions.values()].sort((a, b) => b.createdMs - a.createdMs).slice(0, limit);
  }

  positions(): readonly SourcePosition[] {
    return [];
  }

  savePositions(): void {}

  account(name: string): Account | null {
    return this.#accounts.get(name) ?? null;
  }

  accountCount(): number {
    return this.#accounts.size;
  }

  saveAccount(account: Account): void {
    this.#accounts.set(account.name, account);
  }

  saveSession(session: Session): void {
    this.#sessions.set(session.tokenHash, session);
  }

  session(tokenHash: string): Session | null {
    return this.#sessions.get(tokenHash) ?? null;
  }

  deleteSession(tokenHash: string): void {
    this.#sessions.delete(tokenHash);
  }

  deleteExpiredSessions(nowMs: number): void {
    for (const [hash, session] of this.#sessions) if (session.expiresMs <= nowMs) this.#sessions.delete(hash);
  }

  audit(note: AuditNote): void {
    this.#notes.push(note);
  }

  auditNotes(limit: number): readonly AuditNote[] {
    return this.#notes.toReversed().slice(0, limit);
  }

  foreignChanges(): number {
    return 0;
  }

  close(): void {}
}
