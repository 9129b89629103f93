import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../model/index.ts';
import { candidatesFor } from './candidates.ts';
import { DAY_MS } from './day-list.ts';
import { InfraGraph, type InfraLimits } from './infra-graph.ts';
import { migrationsOf } from './migrations.ts';
import { serverLife } from './server-life.ts';
import { address, certificate, made, START_MS, seen } from './testing/made-sightings.ts';

function graphOf(sightings: readonly Sighting[], limits: Partial<InfraLimits> = {}): InfraGraph {
  const graph = new InfraGraph(limits);
  for (const sighting of sightings) graph.add(sighting);
  return graph;
}

describe('the life of servers', () => {
  const days = (...list: readonly number[]) =>
    graphOf(list.map((day) => seen('presented-certificate', [address(1), certificate(1)], day)));
  const at = (day: number) => ({ nowMs: START_MS + day * DAY_MS, quietMs: 7 * DAY_MS });
  const shown = (graph: InfraGraph, day: number) => {
    const life = serverLife(graph, address(1), at(day));
    return [
      life.state,
      ...life.spells.map((s) => [s.firstMs, s.lastMs].map((ms) => (ms - START_MS) / DAY_MS)),
    ];
  };

  it.each([
    ['active', days(1, 3, 5), 6, ['active', [1, 5]]],
    ['silent', days(1, 3, 5), 12, ['silent', [1, 5]]],
    ['returned', days(1, 3, 20.5, 21), 22, ['active', [1, 3], [20.5, 21]]],
    ['returned after a week to the hour', days(1.25, 8.25), 9, ['active', [1.25, 1.25], [8.25, 8.25]]],
    ['not away for a week', days(1.25, 8), 9, ['active', [1.25, 8]]],
    ['never seen', graphOf([]), 9, ['unseen']],
  ] as const)('%s', (_what, graph, day, wanted) => {
    expect(shown(graph, day)).toEqual(wanted);
  });

  it('moves to another address and network, dated between the last there and the first here', () => {
    const [a, b] = [address(1), address(2)];
    const graph = graphOf([
      seen('presented-certificate', [a, certificate(1)], 1),
      seen('presented-certificate', [a, certificate(1)], 4),
      seen('resolved-to', [made('domain', 'c2.example'), a], 5),
      seen('resolved-to', [made('domain', 'c2.example'), b], 8),
      seen('presented-certificate', [b, certificate(1)], 9),
      seen('in-network', [a, made('network', 'AS64496')], 1),
      seen('in-network', [b, made('network', 'AS64511')], 8),
    ]);
    expect(migrationsOf(graph, [a])).toMatchObject([
      {
        kind: 'moved',
        from: a,
        to: b,
        fromNetwork: 'AS64496',
        toNetwork: 'AS64511',
        features: [{ kind: 'certificate' }, { kind: 'domain' }],
        lastThereMs: START_MS + 5 * DAY_MS,
        firstHereMs: START_MS + 8 * DAY_MS,
      },
    ]);
    graph.add(seen('presented-certificate', [a, certificate(1)], 9));
    expect(migrationsOf(graph, [b]).map(({ kind }) => kind)).toEqual(['spread']);
  });
});

describe('candidates', () => {
  const common = Array.from({ length: 200 }, (_, at) => [
    seen('used-user-agent', [address(at + 1), made('user-agent', 'Mozilla/5.0')], 1),
    seen('in-network', [address(at + 1), made('network', 'AS64496')], 1),
  ]).flat();
  const shares = (...kinds: readonly Sighting[]) =>
    candidatesFor(graphOf([...common, ...kinds]), [address(1)]);
  const both = (link: Sighting['link'], to: ReturnType<typeof made>, others: readonly number[] = [2]) =>
    [1, ...others].map((at) => seen(link, [address(at), to], 2));

  it.each([
    ['what everybody has', [], []],
    ['a rare certificate', both('presented-certificate', certificate(1)), ['192.0.2.2']],
    ['one rare fingerprint alone', both('used-user-agent', made('user-agent', 'odd')), []],
    [
      'two rare fingerprints',
      [
        ...both('used-user-agent', made('user-agent', 'odd')),
        ...both('requested-uri-shape', made('uri-shape', '/x/N')),
      ],
      ['192.0.2.2'],
    ],
    ['a rare network alone', both('in-network', made('network', 'AS64511')), []],
    [
      'a certificate that a hundred have',
      both(
        'presented-certificate',
        certificate(1),
        Array.from({ length: 100 }, (_, at) => at + 2),
      ),
      [],
    ],
  ])('share %s: %#', (_what, sightings, wanted) => {
    expect(shares(...sightings).map(({ node }) => node.value)).toEqual(wanted);
  });

  it('say why, and how rare it is', () => {
    const [one] = shares(...both('presented-certificate', certificate(1)));
    expect(one).toMatchObject({ sharesWith: [address(1)], score: Math.log2(200 + 1024 + 1) });
    expect(one?.features.map(({ feature, others, counts }) => [feature.kind, others, counts])).toEqual([
      ['certificate', 0, true],
    ]);
    expect(one?.features[0]?.proofs).toHaveLength(1);
  });
});
