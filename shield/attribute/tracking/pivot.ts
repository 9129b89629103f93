import type { InfraLink, InfraNode, Rarity } from '../../model/index.ts';
import type { InfraRecord } from './graph-state.ts';
import type { InfraGraph } from './infra-graph.ts';
import { keyOf } from './infra-node.ts';
import { compareText } from './order.ts';
import { byRarity, rarityOf } from './rarity.ts';

/** What stands beside a node, and what proves it. */
export interface PivotNeighbour {
  readonly node: InfraNode;
  readonly rarity: Rarity;
  /** Links between the two, each with the events that prove it. */
  readonly links: readonly InfraLink[];
}

/** Another node that shares features with the one that was asked for. */
export interface PivotShare {
  readonly node: InfraNode;
  /** Shared features, rarest first. */
  readonly through: readonly { readonly feature: InfraNode; readonly rarity: Rarity }[];
}

/** The answer to "what else shares this". */
export interface Pivot {
  readonly record: InfraRecord;
  readonly rarity: Rarity;
  /** Rarest first; at most the limit. */
  readonly neighbours: readonly PivotNeighbour[];
  /** Nodes of the same kind two steps away, those that share the rarest feature first; at most the limit. */
  readonly shares: readonly PivotShare[];
  /** Neighbours and shares that the limit left out. */
  readonly left: { readonly neighbours: number; readonly shares: number };
}

/** One query: what is beside a node, with its evidence, and what shares its features. Null: it was never seen. */
export function pivot(graph: InfraGraph, node: InfraNode, limit = 100): Pivot | null {
  const record = graph.record(node);
  if (record === null) return null;
  const neighbours = neighboursOf(graph, node);
  const shares = sharesOf(graph, node, neighbours);
  return {
    record,
    rarity: rarityOf(graph, node),
    neighbours: neighbours.slice(0, limit),
    shares: shares.slice(0, limit),
    left: {
      neighbours: Math.max(0, neighbours.length - limit),
      shares: Math.max(0, shares.length - limit),
    },
  };
}

function neighboursOf(graph: InfraGraph, node: InfraNode): readonly PivotNeighbour[] {
  const key = keyOf(node);
  const links = Map.groupBy(graph.linksOf(node), ({ from, to }) => keyOf(keyOf(from) === key ? to : from));
  return graph
    .neighbours(node)
    .map((one) => ({ node: one, rarity: rarityOf(graph, one), links: links.get(keyOf(one)) ?? [] }))
    .sort((a, b) => byRarity(a.rarity, b.rarity) || compareText(keyOf(a.node), keyOf(b.node)));
}

function sharesOf(
  graph: InfraGraph,
  node: InfraNode,
  neighbours: readonly PivotNeighbour[],
): readonly PivotShare[] {
  const key = keyOf(node);
  const shares = new Map<string, PivotShare['through'][number][]>();
  const nodes = new Map<string, InfraNode>();
  for (const { node: feature, rarity } of neighbours) {
    for (const other of graph.neighbours(feature)) {
      const otherKey = keyOf(other);
      if (other.kind !== node.kind || otherKey === key) continue;
      nodes.set(otherKey, other);
      shares.set(otherKey, [...(shares.get(otherKey) ?? []), { feature, rarity }]);
    }
  }
  return [...nodes]
    .map(([otherKey, other]) => ({ node: other, through: shares.get(otherKey) ?? [] }))
    .sort(byRarestShared);
}

function byRarestShared(a: PivotShare, b: PivotShare): number {
  const [first, second] = [a.through[0], b.through[0]];
  const rarer = first === undefined || second === undefined ? 0 : byRarity(first.rarity, second.rarity);
  return rarer || b.through.length - a.through.length || compareText(keyOf(a.node), keyOf(b.node));
}
