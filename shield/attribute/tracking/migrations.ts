import type { EventProof, InfraLink, InfraNode, Migration } from '../../model/index.ts';
import type { InfraGraph } from './infra-graph.ts';
import { keyOf } from './infra-node.ts';
import { byTime, compareText } from './order.ts';
import { FEATURE_CLASSES } from './rarity.ts';

/** A feature at more addresses than this tells nothing of a move: a shared host, a network that hands out content. */
const ADDRESSES_LIMIT = 16;

/** A time between which a feature was observed at an address. */
interface Stay {
  readonly address: InfraNode;
  readonly feature: InfraNode;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly first: EventProof | undefined;
  readonly last: EventProof | undefined;
}

/**
 * Moves of tracked servers: what identifies one (certificate, host key, domain, file, or the way its TLS answers)
 * was observed at one address and then at another. In the order of time. Where several features moved from one
 * address to another, they are one migration, dated between the last of any there and the first of any here.
 */
export function migrationsOf(graph: InfraGraph, tracked: readonly InfraNode[]): readonly Migration[] {
  const steps = new Map<string, (readonly [Stay, Stay])[]>();
  for (const feature of movingFeatures(graph, tracked)) {
    const stays = staysOf(graph, feature);
    if (stays.length > ADDRESSES_LIMIT) continue;
    stays.forEach((here, at) => {
      const there = stays[at - 1];
      if (there === undefined) return;
      const key = `${keyOf(there.address)}\n${keyOf(here.address)}`;
      steps.set(key, [...(steps.get(key) ?? []), [there, here]]);
    });
  }
  return [...steps.values()]
    .flatMap((moves) => migrationOf(graph, moves) ?? [])
    .sort((a, b) => a.firstHereMs - b.firstHereMs || compareText(keyOf(a.to), keyOf(b.to)));
}

function movingFeatures(graph: InfraGraph, tracked: readonly InfraNode[]): readonly InfraNode[] {
  const features = tracked.flatMap((server) =>
    server.kind === 'domain' ? [server, ...graph.neighbours(server)] : graph.neighbours(server),
  );
  const moving = features.filter(({ kind }) => FEATURE_CLASSES[kind] === 'identity' || kind === 'tls-server');
  const byKey = new Map(moving.map((feature) => [keyOf(feature), feature]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

/** Where a feature was observed, in the order in which it was first observed there. */
function staysOf(graph: InfraGraph, feature: InfraNode): readonly Stay[] {
  const key = keyOf(feature);
  const byAddress = Map.groupBy(
    graph.linksOf(feature).filter((link) => otherEnd(link, key).kind === 'address'),
    (link) => keyOf(otherEnd(link, key)),
  );
  return [...byAddress.values()]
    .flatMap((links): readonly Stay[] => {
      const [link] = links;
      if (link === undefined) return [];
      const proofs = links.flatMap((one) => one.proofs).sort(byTime);
      const firstMs = Math.min(...links.map((one) => one.firstMs));
      const lastMs = Math.max(...links.map((one) => one.lastMs));
      const address = otherEnd(link, key);
      return [{ address, feature, firstMs, lastMs, first: proofs[0], last: proofs.at(-1) }];
    })
    .sort((a, b) => a.firstMs - b.firstMs || compareText(keyOf(a.address), keyOf(b.address)));
}

function otherEnd({ from, to }: InfraLink, key: string): InfraNode {
  return keyOf(from) === key ? to : from;
}

function migrationOf(graph: InfraGraph, moves: readonly (readonly [Stay, Stay])[]): Migration | null {
  const [first] = moves;
  if (first === undefined) return null;
  const [{ address: from }, { address: to }] = first;
  const lastThereMs = Math.max(...moves.map(([there]) => there.lastMs));
  const firstHereMs = Math.min(...moves.map(([, here]) => here.firstMs));
  const features = moves
    .map(([there]) => there.feature)
    .sort((a, b) => graph.addressesOf(a) - graph.addressesOf(b) || compareText(keyOf(a), keyOf(b)));
  const proofs = moves.flatMap(([there, here]) =>
    [there.last, here.first].filter((one) => one !== undefined),
  );
  const byId = new Map(proofs.map((proof) => [proof.eventId, proof]));
  return {
    kind: lastThereMs < firstHereMs ? 'moved' : 'spread',
    from,
    to,
    fromNetwork: networkOf(graph, from),
    toNetwork: networkOf(graph, to),
    features,
    lastThereMs,
    firstHereMs,
    proofs: [...byId.values()].sort(byTime),
  };
}

/** The network that an address was last seen in; null where none is known. */
function networkOf(graph: InfraGraph, address: InfraNode): string | null {
  const links = graph.linksOf(address).filter(({ link }) => link === 'in-network');
  const latest = links.toSorted((a, b) => b.lastMs - a.lastMs || compareText(a.to.value, b.to.value));
  return latest[0]?.to.value ?? null;
}
