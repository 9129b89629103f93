import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../model/index.ts';
import { candidatesFor } from './candidates.ts';
import { DAY_MS } from './day-list.ts';
import { InfraGraph, type InfraLimits } from './infra-graph.ts';
import { keyOf } from './infra-node.ts';
import { migrationsOf } from './migrations.ts';
import { plainPivot } from './oracle/plain-pivot.ts';
import { pivot } from './pivot.ts';
import { address, certificate, made, START_MS, seen, sightingLists } from './testing/made-sightings.ts';

function graphOf(sightings: readonly Sighting[], limits: Partial<InfraLimits> = {}): InfraGraph {
  const graph = new InfraGraph(limits);
  for (const sighting of sightings) graph.add(sighting);
  return graph;
}

const whole = (graph: InfraGraph) => ({ nodes: [...graph.records()], links: [...graph.links()] });

describe('the graph of infrastructure, against all sightings', () => {
  it('does not depend on the order in which sightings come', () => {
    const shuffled = sightingLists.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const [a, b] = [graphOf(list), graphOf(other)];
        expect(whole(b)).toEqual(whole(a));
        const tracked = [address(1), address(2)];
        expect(candidatesFor(b, tracked)).toEqual(candidatesFor(a, tracked));
        expect(migrationsOf(b, tracked)).toEqual(migrationsOf(a, tracked));
      }),
    );
  });

  it('answers pivots as looking through all sightings does', () => {
    fc.assert(
      fc.property(sightingLists, (list) => {
        const graph = graphOf(list);
        for (const { node } of graph.records()) {
          const answer = pivot(graph, node);
          const plain = plainPivot(list, node);
          const neighbours = answer?.neighbours.map(({ node: one, rarity, links }) => {
            const count = links.reduce((sum, link) => sum + link.count, 0);
            return [keyOf(one), { addresses: rarity.addresses, count }] as const;
          });
          expect(new Map(neighbours)).toEqual(plain.neighbours);
          const shares = answer?.shares.map(
            ({ node: one, through }) =>
              [keyOf(one), through.map(({ feature }) => keyOf(feature)).sort()] as const,
          );
          expect(new Map(shares)).toEqual(plain.shares);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is the same again when its rows are read back', () => {
    fc.assert(
      fc.property(sightingLists, (list) => {
        const graph = graphOf(list);
        const again = new InfraGraph();
        for (const link of graph.links()) again.merge(link, []);
        for (const { node, days } of graph.records()) again.restoreDays(node, days);
        expect(whole(again)).toEqual(whole(graph));
        expect(again.dayCount()).toBe(graph.dayCount());
      }),
    );
  });

  it('keeps the earliest and the latest proofs of a busy link, and counts all', () => {
    const list = Array.from({ length: 100 }, (_, day) =>
      seen('presented-certificate', [address(1), certificate(1)], day),
    );
    const [link] = [...graphOf(list.toReversed()).links()];
    expect(link?.count).toBe(100);
    const days = link?.proofs.map(({ timeMs }) => (timeMs - START_MS) / DAY_MS);
    expect(days).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 92, 93, 94, 95, 96, 97, 98, 99]);
  });

  it('holds its limits, counts what it lets go of, and keeps what is tracked', () => {
    const scan = Array.from({ length: 50 }, (_, at) =>
      seen('requested-uri-shape', [address(1), made('uri-shape', `/a${at}`)], at),
    );
    const crowded = graphOf(scan, { linksOfNode: 20 });
    expect([crowded.linkCount(), crowded.losses().crowded]).toEqual([20, 30]);

    const graph = new InfraGraph({ links: 10 });
    graph.pin(address(9));
    graph.add(seen('presented-certificate', [address(9), certificate(9)], 0));
    for (const sighting of scan) graph.add(sighting);
    expect(graph.linkCount()).toBeLessThanOrEqual(10);
    expect(graph.losses().forgotten).toBe(51 - graph.linkCount());
    expect(graph.has(certificate(9))).toBe(true);
    expect(graph.has(made('uri-shape', '/a0'))).toBe(false);
    expect(graph.addressCount()).toBe(2);
  });
});
