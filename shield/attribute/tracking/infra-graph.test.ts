import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InfraNode, Sighting } from '../../model/index.ts';
import { InfraGraph } from './infra-graph.ts';
import { pivot } from './pivot.ts';

const DAY_MS = 86_400_000;

const address = (last: number): InfraNode => ({ kind: 'address', value: `203.0.113.${last}` });
const certificate = (name: number): InfraNode => ({ kind: 'certificate', value: `c${name}` });

function sighting(from: InfraNode, to: InfraNode, timeMs: number): Sighting {
  return { link: 'presented-certificate', from, to, timeMs, eventId: `${from.value} ${to.value} ${timeMs}` };
}

const sightings = fc
  .uniqueArray(fc.tuple(fc.nat(6), fc.nat(4), fc.nat(40)), { selector: String, maxLength: 60 })
  .map((triples) => triples.map(([a, c, day]) => sighting(address(a), certificate(c), day * DAY_MS)));

function graphOf(all: readonly Sighting[]): InfraGraph {
  const graph = new InfraGraph();
  for (const one of all) graph.add(one);
  return graph;
}

/** Everything that a graph says of itself. */
function shown(graph: InfraGraph) {
  return {
    links: [...graph.links()],
    records: [...graph.records()],
    counts: [graph.addressCount(), graph.dayCount(), graph.nodeCount(), graph.linkCount()],
  };
}

describe('the graph of infrastructure', () => {
  it('does not depend on the order in which sightings come', () => {
    fc.assert(
      fc.property(
        sightings.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          expect(shown(graphOf(shuffled))).toEqual(shown(graphOf(all)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('answers what else shares a certificate as looking through all sightings does', () => {
    fc.assert(
      fc.property(sightings, fc.nat(6), (all, asked) => {
        const found = pivot(graphOf(all), address(asked));
        const own = new Set(
          all.filter(({ from }) => from.value === address(asked).value).map(({ to }) => to.value),
        );
        const others = all.filter(({ from, to }) => from.value !== address(asked).value && own.has(to.value));
        expect(new Set(found?.neighbours.map(({ node }) => node.value))).toEqual(own);
        expect(new Set(found?.shares.map(({ node }) => node.value))).toEqual(
          new Set(others.map(({ from }) => from.value)),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('names the events that prove a link, and when it was seen', () => {
    const graph = graphOf([2, 0, 1].map((day) => sighting(address(1), certificate(1), day * DAY_MS)));
    const [link] = graph.linksOf(address(1));
    expect(link).toMatchObject({ firstMs: 0, lastMs: 2 * DAY_MS, count: 3 });
    expect(link?.proofs.map(({ timeMs }) => timeMs)).toEqual([0, DAY_MS, 2 * DAY_MS]);
  });

  it('forgets the oldest past its limit and counts them, but never links of a tracked server', () => {
    const graph = new InfraGraph({ links: 10 });
    graph.pin(address(0));
    for (let at = 0; at < 12; at += 1) graph.add(sighting(address(at), certificate(at), at * DAY_MS));
    expect(graph.losses().forgotten).toBe(2);
    expect([0, 1, 2, 3].map((at) => graph.has(address(at)))).toEqual([true, false, false, true]);
  });

  it('has no room for more links of one kind at one node than it says, and counts what it left out', () => {
    const graph = new InfraGraph({ linksOfNode: 2 });
    for (let at = 0; at < 5; at += 1) graph.add(sighting(address(at), certificate(0), 0));
    expect(graph.linksOf(certificate(0))).toHaveLength(2);
    expect(graph.losses().crowded).toBe(3);
  });
});
