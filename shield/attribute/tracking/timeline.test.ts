import { describe, expect, it } from 'vitest';
import type { TrackedServer } from '../../model/index.ts';
import { candidatesFor } from './candidates.ts';
import { DAY_MS } from './day-list.ts';
import { InfraGraph } from './infra-graph.ts';
import { migrationsOf } from './migrations.ts';
import { serverLife } from './server-life.ts';
import { address, certificate, START_MS, seen } from './testing/made-sightings.ts';
import { trackingTimeline } from './timeline.ts';

const [server, other] = [address(1), address(2)];

describe('the timeline of tracked servers', () => {
  it('tells in the order of time what was observed, each with the events that prove it', () => {
    const graph = new InfraGraph();
    for (const day of [1, 3, 20]) graph.add(seen('presented-certificate', [server, certificate(1)], day));
    graph.add(seen('presented-certificate', [other, certificate(1)], 25));
    const tracked: TrackedServer = {
      node: server,
      seed: { kind: 'person', account: 'ann' },
      reason: 'seen in an incident',
      addedMs: START_MS + 2 * DAY_MS,
      tlp: 'amber',
    };
    const at = { nowMs: START_MS + 40 * DAY_MS, quietMs: 7 * DAY_MS };
    const events = trackingTimeline(graph, {
      tracked: [tracked],
      lives: [serverLife(graph, server, at)],
      migrations: migrationsOf(graph, [server]),
      candidates: candidatesFor(graph, [server]),
    });
    expect(events.map(({ timeMs, kind, node }) => [(timeMs - START_MS) / DAY_MS, kind, node.value])).toEqual([
      [1, 'appeared', '192.0.2.1'],
      [2, 'tracked', '192.0.2.1'],
      [3, 'fell-silent', '192.0.2.1'],
      [20, 'returned', '192.0.2.1'],
      [20, 'fell-silent', '192.0.2.1'],
      [25, 'moved', '192.0.2.2'],
      [25, 'proposed', '192.0.2.2'],
    ]);
    const told = new Map(events.map(({ kind, statement }) => [kind, statement]));
    expect(told.get('tracked')).toBe('tracked by ann: seen in an incident');
    expect(told.get('returned')).toBe('observed again, after a silence since 2026-11-04T00:00:00.000Z');
    expect(told.get('moved')).toMatch(
      /^moved from 192\.0\.2\.1 between 2026-11-21T\S+ and 2026-11-26T\S+: same certificate 0+1$/,
    );
    expect(told.get('proposed')).toMatch(
      /^proposed for a look: shares certificate with 192\.0\.2\.1 \(score/,
    );
    expect(events.filter(({ kind }) => kind !== 'tracked').every(({ proofs }) => proofs.length > 0)).toBe(
      true,
    );
  });
});
