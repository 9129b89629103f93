import type { CandidateServer, EventProof, InfraNode, SharedFeature } from '../../model/index.ts';
import type { InfraGraph } from './infra-graph.ts';
import { keyOf } from './infra-node.ts';
import { byTime, compareText } from './order.ts';
import { FEATURE_CLASSES, rarityOf, sharedBits } from './rarity.ts';

/** When sharing is enough to tell a person of it. */
export interface CandidateRules {
  /** Least score, in bits. */
  readonly leastBits: number;
  /** Least score where one fingerprint is all that is shared: one tool never decides alone, since tools are planted. */
  readonly leastBitsOfOneFingerprint: number;
  /** A feature of more addresses than this is common and leads to nobody. */
  readonly commonFrom: number;
  readonly limit: number;
}

/** Rules unless a caller sets others: judgements, not fitted to anything. */
export const CANDIDATE_RULES: CandidateRules = {
  leastBits: 8,
  leastBitsOfOneFingerprint: 12,
  commonFrom: 64,
  limit: 1_000,
};

/** Proofs that are shown of each link of a shared feature. */
const PROOFS_SHOWN = 4;

/**
 * Addresses that share rare features with tracked servers, the highest score first. Context alone (the same network,
 * the same rule) proposes nobody. What tracked servers stand behind is left out of `others`, as they are one cluster.
 */
export function candidatesFor(
  graph: InfraGraph,
  tracked: readonly InfraNode[],
  rules: CandidateRules = CANDIDATE_RULES,
): readonly CandidateServer[] {
  const cluster = new Set(tracked.map(keyOf));
  const shared = new Map<string, { readonly node: InfraNode; readonly features: Map<string, Shared> }>();
  for (const server of tracked)
    for (const feature of featuresOf(graph, server)) {
      const holders = graph.neighbours(feature).filter(({ kind }) => kind === 'address');
      if (holders.length > rules.commonFrom) continue;
      for (const node of holders) {
        if (cluster.has(keyOf(node))) continue;
        const one = shared.get(keyOf(node)) ?? { node, features: new Map<string, Shared>() };
        const known = one.features.get(keyOf(feature)) ?? { feature, holders, servers: [] };
        one.features.set(keyOf(feature), { ...known, servers: [...known.servers, server] });
        shared.set(keyOf(node), one);
      }
    }
  return [...shared.values()]
    .map(({ node, features }) => candidateOf(graph, { node, cluster, shared: [...features.values()] }))
    .filter((one) => isWorthALook(one, rules))
    .sort((a, b) => b.score - a.score || compareText(keyOf(a.node), keyOf(b.node)))
    .slice(0, rules.limit);
}

interface Shared {
  readonly feature: InfraNode;
  /** Addresses that have it. */
  readonly holders: readonly InfraNode[];
  /** Tracked servers that have it. */
  readonly servers: readonly InfraNode[];
}

/** A tracked domain is itself what an address may share; so is what stands beside it. */
function featuresOf(graph: InfraGraph, server: InfraNode): readonly InfraNode[] {
  const beside = graph.neighbours(server).filter(({ kind }) => kind !== 'address');
  return server.kind === 'domain' ? [server, ...beside] : beside;
}

function candidateOf(
  graph: InfraGraph,
  found: {
    readonly node: InfraNode;
    readonly cluster: ReadonlySet<string>;
    readonly shared: readonly Shared[];
  },
): CandidateServer {
  const { node, cluster, shared } = found;
  const weighed = shared
    .map(({ feature, holders }) => {
      const others = holders.filter((one) => !cluster.has(keyOf(one)) && keyOf(one) !== keyOf(node)).length;
      return { feature, others, bits: sharedBits(feature.kind, others, graph.addressCount()) };
    })
    .sort((a, b) => b.bits - a.bits || compareText(keyOf(a.feature), keyOf(b.feature)));
  const features = weighed.map((one, at): SharedFeature => {
    const counts = weighed.findIndex(({ feature }) => feature.kind === one.feature.kind) === at;
    return {
      ...one,
      counts,
      rarity: rarityOf(graph, one.feature),
      proofs: proofsOf(graph, node, one.feature),
    };
  });
  const record = graph.record(node);
  const servers = new Map(shared.flatMap((one) => one.servers.map((server) => [keyOf(server), server])));
  return {
    node,
    sharesWith: [...servers.keys()].sort().flatMap((key) => servers.get(key) ?? []),
    features,
    score: features.reduce((sum, { bits, counts }) => sum + (counts ? bits : 0), 0),
    firstMs: record?.firstMs ?? 0,
    lastMs: record?.lastMs ?? 0,
  };
}

function proofsOf(graph: InfraGraph, a: InfraNode, b: InfraNode): readonly EventProof[] {
  const [from, key] = [keyOf(a), keyOf(b)];
  return graph
    .linksOf(a)
    .filter((link) => (keyOf(link.from) === from ? keyOf(link.to) : keyOf(link.from)) === key)
    .flatMap(({ proofs }) => proofs.slice(0, PROOFS_SHOWN))
    .sort(byTime);
}

function isWorthALook({ features, score }: CandidateServer, rules: CandidateRules): boolean {
  const telling = features.filter((one) => one.counts && FEATURE_CLASSES[one.feature.kind] !== 'context');
  const isOneFingerprint =
    telling.length === 1 && telling.every(({ feature }) => FEATURE_CLASSES[feature.kind] === 'fingerprint');
  const least = isOneFingerprint ? rules.leastBitsOfOneFingerprint : rules.leastBits;
  return telling.length > 0 && score >= least;
}
