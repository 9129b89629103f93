import type { InfraKind, InfraNode, Rarity } from '../../model/index.ts';
import type { InfraGraph } from './infra-graph.ts';

/**
 * What sharing a feature says. `identity`: who has it holds a key or a name (certificate, host key, domain, file);
 * `fingerprint`: a way of doing that others may have, too; `context`: where it stands or what a rule called it.
 */
export type FeatureClass = 'identity' | 'fingerprint' | 'context';

/** What each kind of node says when two servers share it; addresses are the servers themselves. */
export const FEATURE_CLASSES = {
  address: 'context',
  network: 'context',
  rule: 'context',
  domain: 'identity',
  certificate: 'identity',
  'ssh-key': 'identity',
  file: 'identity',
  'tls-client': 'fingerprint',
  'tls-server': 'fingerprint',
  'user-agent': 'fingerprint',
  'uri-shape': 'fingerprint',
  tool: 'fingerprint',
} satisfies Record<InfraKind, FeatureClass>;

/**
 * Addresses that are taken to exist beside those observed, and not to have the feature: on a small network little is
 * seen, and a certificate on two of ten addresses is rare all the same, while a network on two of ten is not. A
 * judgement.
 */
const UNSEEN = { identity: 1_024, fingerprint: 32, context: 0 } satisfies Record<FeatureClass, number>;

/** How common a node is among what the graph observed. */
export function rarityOf(graph: InfraGraph, node: InfraNode): Rarity {
  const addresses = graph.addressesOf(node);
  const ofAddresses = graph.addressCount();
  return {
    addresses,
    ofAddresses,
    days: graph.record(node)?.days.length ?? 0,
    ofDays: graph.dayCount(),
    bits: Math.log2((ofAddresses + 1) / (addresses + 1)),
  };
}

/**
 * Bits that sharing a feature is worth, when `others` of `ofAddresses` observed addresses have it, too (those that
 * are compared left out): −log2 of the share of addresses with it, one more assumed that was not seen (Laplace's rule
 * of succession), among those observed and those assumed unseen of its class. Never below 0.
 */
export function sharedBits(kind: InfraKind, others: number, ofAddresses: number): number {
  const all = ofAddresses + UNSEEN[FEATURE_CLASSES[kind]];
  return Math.max(0, Math.log2((all + 1) / (others + 1)));
}

/** Rarest first: by addresses, then by days. */
export function byRarity(a: Rarity, b: Rarity): number {
  return b.bits - a.bits || a.days * b.ofDays - b.days * a.ofDays;
}
