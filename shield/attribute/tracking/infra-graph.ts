import type { InfraLink, InfraNode, Sighting } from '../../model/index.ts';
import { addDay, DAY_MS, type DayList } from './day-list.ts';
import {
  emptyLink,
  emptyNode,
  type InfraRecord,
  join,
  type LinkState,
  linkKey,
  linkOf,
  type NodeState,
  recordOf,
  see,
} from './graph-state.ts';
import { keyOf } from './infra-node.ts';
import { compareText } from './order.ts';
import { addProof } from './proof-list.ts';

/** What the graph may hold. Past a limit something is let go of, and counted. */
export interface InfraLimits {
  /** Links in all; past it the tenth that was seen longest ago goes. */
  readonly links: number;
  /** Links of one kind at one node: a scanner with a million paths must not push out everybody else. */
  readonly linksOfNode: number;
  /** Most days of observations that are told apart. */
  readonly days: number;
}

/** Limits unless a caller sets others: about 500 MB at the very most. */
export const INFRA_LIMITS: InfraLimits = { links: 500_000, linksOfNode: 4_096, days: 4_096 };

/** What was let go of since the graph was made. */
export interface InfraLosses {
  /** Links that were forgotten because there were too many. */
  readonly forgotten: number;
  /** Sightings of links that one of its nodes had no room for. */
  readonly crowded: number;
}

/**
 * Attackers' infrastructure as a graph over time. What it holds does not depend on the order in which sightings come,
 * as long as no limit is reached. A sighting that comes twice counts twice: callers give each event once. One without
 * a time, or of a thing with itself, says nothing and is passed over.
 */
export class InfraGraph {
  readonly #limits: InfraLimits;
  readonly #nodes = new Map<string, NodeState>();
  readonly #links = new Map<string, LinkState>();
  readonly #days = new Set<number>();
  readonly #pinned = new Set<string>();
  readonly #changed = new Set<string>();
  #addresses = 0;
  #forgotten = 0;
  #crowded = 0;

  constructor(limits: Partial<InfraLimits> = {}) {
    this.#limits = { ...INFRA_LIMITS, ...limits };
  }

  /** Links of this node are never forgotten: it is tracked. */
  pin(node: InfraNode): void {
    this.#pinned.add(keyOf(node));
  }

  add(sighting: Sighting): void {
    const { link, from, to, timeMs, eventId } = sighting;
    if (!Number.isFinite(timeMs)) return;
    const proofs = [{ timeMs, eventId }];
    this.merge({ link, from, to, firstMs: timeMs, lastMs: timeMs, count: 1, proofs }, [timeMs]);
  }

  /** Adds what was kept of a link, with the times that count as activity of its nodes. */
  merge(link: InfraLink, times: readonly number[]): void {
    if (keyOf(link.from) === keyOf(link.to)) return;
    const state = this.#linkOf(link);
    if (state === null) {
      this.#crowded += link.count;
      return;
    }
    see(state, link);
    for (const proof of link.proofs) state.proofs = addProof(state.proofs, proof);
    for (const end of [state.from, state.to]) {
      see(end, link);
      for (const timeMs of times) end.days = addDay(end.days, timeMs);
    }
    for (const timeMs of times) this.#addDay(timeMs);
    this.#changed.add(state.key);
    if (this.#links.size > this.#limits.links) this.#forget();
  }

  /** Days of activity of a node that was kept; used when a graph is opened again. */
  restoreDays(node: InfraNode, days: DayList): void {
    const state = this.#nodes.get(keyOf(node));
    for (const { firstMs, lastMs } of days)
      for (const timeMs of [firstMs, lastMs]) {
        this.#addDay(timeMs);
        if (state !== undefined) state.days = addDay(state.days, timeMs);
      }
  }

  has(node: InfraNode): boolean {
    return this.#nodes.has(keyOf(node));
  }

  /** What is known of one node; null when it was never seen. */
  record(node: InfraNode): InfraRecord | null {
    const state = this.#nodes.get(keyOf(node));
    return state === undefined ? null : recordOf(state);
  }

  /** Links at a node, in one order. */
  linksOf(node: InfraNode): readonly InfraLink[] {
    const links = this.#nodes.get(keyOf(node))?.links.values() ?? [];
    return [...links].sort((a, b) => compareText(a.key, b.key)).map(linkOf);
  }

  /** Nodes beside a node, each once, in one order. */
  neighbours(node: InfraNode): readonly InfraNode[] {
    const state = this.#nodes.get(keyOf(node));
    const others = [...(state?.links.values() ?? [])].map(
      ({ from, to }) => (from === state ? to : from).node,
    );
    return [...new Set(others)].sort((a, b) => compareText(keyOf(a), keyOf(b)));
  }

  /** Addresses beside a node. */
  addressesOf(node: InfraNode): number {
    return this.neighbours(node).filter(({ kind }) => kind === 'address').length;
  }

  /** Observed addresses in all. */
  addressCount(): number {
    return this.#addresses;
  }

  /** Days (UTC) with observations. */
  dayCount(): number {
    return this.#days.size;
  }

  nodeCount(): number {
    return this.#nodes.size;
  }

  linkCount(): number {
    return this.#links.size;
  }

  losses(): InfraLosses {
    return { forgotten: this.#forgotten, crowded: this.#crowded };
  }

  /** Every node, in one order. */
  *records(): Generator<InfraRecord> {
    for (const key of [...this.#nodes.keys()].sort()) {
      const state = this.#nodes.get(key);
      if (state !== undefined) yield recordOf(state);
    }
  }

  /** Every link, in one order. */
  *links(): Generator<InfraLink> {
    for (const key of [...this.#links.keys()].sort()) {
      const state = this.#links.get(key);
      if (state !== undefined) yield linkOf(state);
    }
  }

  /** Links that changed since this was asked the last time, and their nodes: what is to be kept. */
  takeChanged(): { readonly links: readonly InfraLink[]; readonly nodes: readonly InfraRecord[] } {
    const states = [...this.#changed].flatMap((key) => this.#links.get(key) ?? []);
    this.#changed.clear();
    const nodes = new Set(states.flatMap(({ from, to }) => [from, to]));
    return { links: states.map(linkOf), nodes: [...nodes].map(recordOf) };
  }

  /** Null where one of its nodes has no room for a further link of this kind. */
  #linkOf({ link, from, to }: InfraLink): LinkState | null {
    const key = linkKey(link, from, to);
    const known = this.#links.get(key);
    if (known !== undefined) return known;
    const { linksOfNode } = this.#limits;
    const isFull = (node: InfraNode) => (this.#nodes.get(keyOf(node))?.byKind.get(link) ?? 0) >= linksOfNode;
    if (isFull(from) || isFull(to)) return null;
    const state = emptyLink(link, { from: this.#nodeOf(from), to: this.#nodeOf(to) });
    this.#links.set(key, state);
    join(state, 1);
    return state;
  }

  #nodeOf(node: InfraNode): NodeState {
    const key = keyOf(node);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const state = emptyNode(node);
    this.#nodes.set(key, state);
    if (node.kind === 'address') this.#addresses += 1;
    return state;
  }

  #addDay(timeMs: number): void {
    if (this.#days.size < this.#limits.days) this.#days.add(Math.floor(timeMs / DAY_MS));
  }

  /** Lets go of the tenth of all links that was seen longest ago; those of tracked servers stay. */
  #forget(): void {
    const isPinned = ({ from, to }: LinkState) =>
      this.#pinned.has(keyOf(from.node)) || this.#pinned.has(keyOf(to.node));
    const oldest = [...this.#links.values()]
      .filter((state) => !isPinned(state))
      .sort((a, b) => a.lastMs - b.lastMs || compareText(a.key, b.key));
    for (const state of oldest.slice(0, Math.ceil(this.#limits.links / 10))) this.#remove(state);
  }

  #remove(state: LinkState): void {
    this.#links.delete(state.key);
    this.#changed.delete(state.key);
    this.#forgotten += 1;
    join(state, -1);
    for (const end of [state.from, state.to]) {
      if (end.links.size > 0) continue;
      this.#nodes.delete(keyOf(end.node));
      if (end.node.kind === 'address') this.#addresses -= 1;
    }
  }
}
