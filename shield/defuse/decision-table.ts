import {
  type AddressRange,
  type AddressTable,
  createAddressTable,
  holdsRange,
  parseRange,
} from '@dejfa/match';
import type { Decision } from '../model/index.ts';
import type { Enforcer } from '../ports/index.ts';

/**
 * Decisions on addresses and ranges, by address, for the hot path. Held in tiers, each a table that does not change:
 * a new decision rebuilds only the smallest tier that has room for it, so that 100,000 ranges do not hold up the next
 * one; a look-up asks each tier that is not empty.
 *
 * Among the decisions that cover an address and hold for the service now, `allow` comes before everything; else the
 * one with the longest prefix counts, and among equals the one that lasts longest.
 */
export class DecisionTable implements Enforcer {
  readonly name = 'gateway';
  readonly #byId = new Map<string, Decision>();
  #tiers: readonly Tier[] = [];

  get size(): number {
    return this.#byId.size;
  }

  held(): readonly Decision[] {
    return [...this.#byId.values()];
  }

  replaceAll(decisions: readonly Decision[]): void {
    this.#byId.clear();
    for (const decision of decisions) this.#byId.set(decision.id, decision);
    this.#tiers = [tierOf(TIER_LIMITS.length - 1, this.held())];
  }

  add(decision: Decision): void {
    this.#byId.set(decision.id, decision);
    let level = 0;
    let members = [decision];
    for (const tier of this.#tiers.toSorted((one, other) => one.level - other.level)) {
      level = levelFor(members.length, level);
      if (tier.level > level) break;
      members = [...tier.members.filter((one) => this.#byId.get(one.id) === one), ...members];
    }
    level = levelFor(members.length, level);
    this.#tiers = [...this.#tiers.filter((tier) => tier.level > level), tierOf(level, members)];
  }

  /** Takes effect at once: look-ups skip a decision that is no longer held. */
  remove(decisionId: string): void {
    this.#byId.delete(decisionId);
  }

  /**
   * Lets go of what has expired or was revoked. Look-ups skip those in any case, so the tables are rebuilt only when
   * a good part of them is of no use any more.
   */
  sweep(nowMs: number): void {
    for (const [id, decision] of this.#byId) if (!holds(decision, nowMs)) this.remove(id);
    const members = this.#tiers.reduce((sum, tier) => sum + tier.members.length, 0);
    if (members > 2 * this.#byId.size + limitOf(0)) this.replaceAll(this.held());
  }

  /** The decision for this address and service now, or null. An address that cannot be parsed has none. */
  lookup(address: string, service: string, nowMs: number): Decision | null {
    if (this.#byId.size === 0) return null;
    const asked = { service, nowMs, held: this.#byId };
    let chosen: Choice | null = null;
    for (const tier of this.#tiers) chosen = choose(tier.table.lookup(address), asked, chosen);
    return chosen?.decision ?? null;
  }
}

/** Decisions that a tier may hold: the smallest is rebuilt at every addition, the largest seldom. */
const TIER_LIMITS = [64, 4_096, Number.POSITIVE_INFINITY] as const;

function limitOf(level: number): number {
  return TIER_LIMITS[level] ?? Number.POSITIVE_INFINITY;
}

/** The smallest tier from `level` on that has room for so many. */
function levelFor(count: number, level: number): number {
  return count > limitOf(level) ? levelFor(count, level + 1) : level;
}

interface Tier {
  readonly level: number;
  /** What the table was built of, decisions that are of no use any more included. */
  readonly members: readonly Decision[];
  readonly table: AddressTable<Covering>;
}

function tierOf(level: number, members: readonly Decision[]): Tier {
  return { level, members, table: tableOf(members) };
}

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

/** The stronger of what was chosen before and what holds among these decisions. */
function choose(
  covering: Covering | undefined,
  { service, nowMs, held }: Asked,
  before: Choice | null,
): Choice | null {
  let chosen = before;
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
    while (wider !== undefined && !holdsRange(wider.range, range)) {
      enclosing.pop();
      wider = enclosing.at(-1);
    }
    const covering = { prefixLength: range.prefix, decisions: group, wider: wider?.covering ?? null };
    enclosing.push({ range, covering });
    return { range: text, value: covering };
  });
  return createAddressTable(entries);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
