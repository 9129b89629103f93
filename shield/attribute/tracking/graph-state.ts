import type { EventProof, InfraLink, InfraNode } from '../../model/index.ts';
import type { DayList } from './day-list.ts';
import { keyOf } from './infra-node.ts';

/** A node as the graph keeps it. */
export interface InfraRecord {
  readonly node: InfraNode;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly count: number;
  readonly days: DayList;
}

/** A node while it lives in the graph. */
export interface NodeState {
  node: InfraNode;
  firstMs: number;
  lastMs: number;
  count: number;
  days: DayList;
  /** By the link's key. */
  readonly links: Map<string, LinkState>;
  /** Links by kind, so that the limit of a node costs nothing to ask. */
  readonly byKind: Map<string, number>;
}

/** A link while it lives in the graph. */
export interface LinkState {
  readonly key: string;
  readonly link: InfraLink['link'];
  readonly from: NodeState;
  readonly to: NodeState;
  firstMs: number;
  lastMs: number;
  count: number;
  proofs: readonly EventProof[];
}

/** A node that nothing was seen of yet. */
export function emptyNode({ kind, value }: InfraNode): NodeState {
  return {
    node: { kind, value },
    firstMs: Number.POSITIVE_INFINITY,
    lastMs: Number.NEGATIVE_INFINITY,
    count: 0,
    days: [],
    links: new Map(),
    byKind: new Map(),
  };
}

/** A link that nothing was seen of yet. */
export function emptyLink(
  link: InfraLink['link'],
  ends: { readonly from: NodeState; readonly to: NodeState },
): LinkState {
  return {
    key: linkKey(link, ends.from.node, ends.to.node),
    link,
    ...ends,
    firstMs: Number.POSITIVE_INFINITY,
    lastMs: Number.NEGATIVE_INFINITY,
    count: 0,
    proofs: [],
  };
}

/** One text a link, by which it is found. */
export function linkKey(link: InfraLink['link'], from: InfraNode, to: InfraNode): string {
  return `${link}\n${keyOf(from)}\n${keyOf(to)}`;
}

/** Puts a link to the lists of its nodes, or takes it away. */
export function join(state: LinkState, by: 1 | -1): void {
  for (const end of [state.from, state.to]) {
    if (by === 1) end.links.set(state.key, state);
    else end.links.delete(state.key);
    end.byKind.set(state.link, (end.byKind.get(state.link) ?? 0) + by);
  }
}

/** Widens the times of a node or a link. */
export function see(state: NodeState | LinkState, { firstMs, lastMs, count }: InfraLink): void {
  state.firstMs = Math.min(state.firstMs, firstMs);
  state.lastMs = Math.max(state.lastMs, lastMs);
  state.count += count;
}

/** As callers get it. */
export function recordOf({ node, firstMs, lastMs, count, days }: NodeState): InfraRecord {
  return { node, firstMs, lastMs, count, days };
}

/** As callers get it. */
export function linkOf({ link, from, to, firstMs, lastMs, count, proofs }: LinkState): InfraLink {
  return { link, from: from.node, to: to.node, firstMs, lastMs, count, proofs };
}
