import { type AddressRange, type AddressTable, createAddressTable, parseRange } from '@dejfa/match';
import type { Decision } from '../model/index.ts';
import type { Enforcer } from '../ports/index.ts';

/**
 * Decisions on addresses and ranges, by address, for the hot path. A big table that is seldom rebuilt and a small
 * one for what came since: a look-up asks both, each in well under a microsecond.
 *
 * Among the decisions that cover an address and hold for the service now, `allow` comes before everything; else the
 * one with the longest prefix counts, and among equals the one that lasts longest.
 */
export class DecisionTable implements Enforcer {
  readonly name = 'gateway';
  readonly #byId = new Map<string, Decision>();
  readonly #recentIds = new Set<string>();
  /** Decisions that the settled table was built of, those that are of no use any more included. */
  #settledCount = 0;
  #settled: AddressTable<Covering> = createAddressTable<Covering>([]);
  #recent: AddressTable<Covering> = createAddressTable<Covering>([]);

  get size(): number {
    return this.#byId.size;
  }

  held(): readonly Decision[] {
    return [...this.#byId.values()];
  }

  replaceAll(decisions: readonly Decision[]): void {
    this.#byId.clear();
    for (const decision of decisions) this.#byId.set(decision.id, decision);
    this.#settle();
  }

  add(decision: Decision): void {
    this.#byId.set(decision.id, decision);
    this.#recentIds.add(decision.id);
    if (this.#recentIds.size > RECENT_LIMIT) this.#settle();
    else this.#recent = tableOf([...this.#recentIds].flatMap((id) => this.#byId.get(id) ?? []));
  }

  /** Takes effect at once: look-ups skip a decision that is no longer held. */
  remove(decisionId: string): void {
    this.#byId.delete(decisionId);
    this.#recentIds.delete(decisionId);
  }

  /**
   * Lets go of what has expired or was revoked. Look-ups skip those in any case, so the big table is rebuilt only when
   * a good part of it is of no use any more.
   */
  sweep(nowMs: number): void {
    for (const [id, decision] of this.#byId) if (!holds(decision, nowMs)) this.remove(id);
    if (this.#settledCount > 2 * this.#byId.size + RECENT_LIMIT) this.#settle();
  }

  /** The decision for this address and service now, or null. An address that cannot be parsed has none. */
  lookup(address: string, service: string, nowMs: number): Decision | null {
    if (this.#byId.size === 0) return null;
    const asked = { service, nowMs, held: this.#byId };
    return strongest(
      choose(this.#recent.lookup(address), asked),
      choose(this.#settled.lookup(address), asked),
    );
  }

  #settle(): void {
    this.#recentIds.clear();
    this.#recent = createAddressTable<Covering>([]);
    this.#settledCount = this.#byId.size;
    this.#settled = tableOf([...this.#byId.values()]);
  }
}

const RECENT_LIMIT = 256;

/** The decisions on one range, and the next wider range that has decisions. */
interface Covering {
  readonly prefixLength: number;
  readonly decisions: readonly Decision[];
  readonly wider: Covering | null;
}

interface Asked {
  readonly service: string;
  readonly nowMs: number;
  readonly held: ReadonlyMap<string, Decision>;
}

interface Choice {
  readonly decision: Decision;
  readonly prefixLength: number;
}

function choose(covering: Covering | undefined, { service, nowMs, held }: Asked): Choice | null {
  let chosen: Choice | null = null;
  for (let node: Covering | null | undefined = covering; node; node = node.wider) {
    for (const decision of node.decisions) {
      const valid = held.get(decision.id) === decision && holds(decision, nowMs);
      if (!valid || (decision.service !== null && decision.service !== service)) continue;
      const choice = { decision, prefixLength: node.prefixLength };
      chosen = chosen === null || isStronger(choice, chosen) ? choice : chosen;
    }
  }
  return chosen;
}

function strongest(a: Choice | null, b: Choice | null): Decision | null {
  if (a === null || b === null) return (a ?? b)?.decision ?? null;
  return (isStronger(a, b) ? a : b).decision;
}

function isStronger(a: Choice, b: Choice): boolean {
  const allowA = a.decision.action === 'allow';
  if (allowA !== (b.decision.action === 'allow')) return allowA;
  if (a.prefixLength !== b.prefixLength) return a.prefixLength > b.prefixLength;
  return a.decision.expiresMs > b.decision.expiresMs;
}

function holds(decision: Decision, nowMs: number): boolean {
  return decision.expiresMs > nowMs && (decision.revokedMs === null || decision.revokedMs > nowMs);
}

/** Builds the table; each range knows the next wider one that has decisions, so that none is hidden by a narrower. */
function tableOf(decisions: readonly Decision[]): AddressTable<Covering> {
  const groups = Map.groupBy(decisions, ({ scope }) => scope.value);
  const nodes = [...groups].map(([text, group]) => ({ text, range: parseRange(text), group }));
  nodes.sort(
    (a, b) =>
      a.range.version - b.range.version ||
      compare(a.range.first, b.range.first) ||
      a.range.prefix - b.range.prefix,
  );
  const enclosing: { readonly range: AddressRange; readonly covering: Covering }[] = [];
  const entries = nodes.map(({ text, range, group }) => {
    let wider = enclosing.at(-1);
    while (wider !== undefined && !contains(wider.range, range)) {
      enclosing.pop();
      wider = enclosing.at(-1);
    }
    const covering = { prefixLength: range.prefix, decisions: group, wider: wider?.covering ?? null };
    enclosing.push({ range, covering });
    return { range: text, value: covering };
  });
  return createAddressTable(entries);
}

function contains(wide: AddressRange, narrow: AddressRange): boolean {
  if (wide.version !== narrow.version || wide.prefix > narrow.prefix) return false;
  const shift = BigInt((wide.version === 4 ? 32 : 128) - wide.prefix);
  return wide.first >> shift === narrow.first >> shift;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
