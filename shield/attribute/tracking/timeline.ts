import type {
  CandidateServer,
  EventProof,
  InfraNode,
  Migration,
  ServerLife,
  TrackedServer,
  TrackingEvent,
} from '../../model/index.ts';
import type { InfraGraph } from './infra-graph.ts';
import { keyOf } from './infra-node.ts';
import { byTime, compareText } from './order.ts';

/** What a timeline is made of. */
export interface TimelineParts {
  readonly tracked: readonly TrackedServer[];
  readonly lives: readonly ServerLife[];
  readonly migrations: readonly Migration[];
  readonly candidates: readonly CandidateServer[];
}

/** Of what one observation shows of a server: it came before it fell silent. */
const ORDER = {
  tracked: 0,
  appeared: 1,
  returned: 2,
  moved: 3,
  spread: 4,
  proposed: 5,
  'fell-silent': 6,
} satisfies Record<TrackingEvent['kind'], number>;

/** What happened to tracked servers, in the order of time; every entry but `tracked` is dated from observations. */
export function trackingTimeline(graph: InfraGraph, parts: TimelineParts): readonly TrackingEvent[] {
  const happenings = [
    ...parts.tracked.map(trackedEvent),
    ...parts.lives.flatMap((life) => lifeEvents(graph, life)),
    ...parts.migrations.map(migrationEvent),
    ...parts.candidates.map(candidateEvent),
  ];
  return happenings.sort(
    (a, b) =>
      a.timeMs - b.timeMs || compareText(keyOf(a.node), keyOf(b.node)) || ORDER[a.kind] - ORDER[b.kind],
  );
}

function trackedEvent({ node, seed, reason, addedMs }: TrackedServer): TrackingEvent {
  const who = seed.kind === 'person' ? `by ${seed.account}` : `because of ${seed.kind} ${seed.id}`;
  const statement = `tracked ${who}: ${reason}`;
  return { timeMs: addedMs, kind: 'tracked', node, statement, proofs: [] };
}

function lifeEvents(graph: InfraGraph, { node, spells, state }: ServerLife): readonly TrackingEvent[] {
  return spells.flatMap((spell, at): readonly TrackingEvent[] => {
    const before = spells[at - 1];
    const isLast = at === spells.length - 1;
    const came: TrackingEvent = {
      timeMs: spell.firstMs,
      kind: before === undefined ? 'appeared' : 'returned',
      node,
      statement:
        before === undefined
          ? 'first observed'
          : `observed again, after a silence since ${isoOf(before.lastMs)}`,
      proofs: proofsAt(graph, node, spell.firstMs),
    };
    const fell: TrackingEvent = {
      timeMs: spell.lastMs,
      kind: 'fell-silent',
      node,
      statement: isLast ? 'last observed' : 'last observed before a silence',
      proofs: proofsAt(graph, node, spell.lastMs),
    };
    return isLast && state === 'active' ? [came] : [came, fell];
  });
}

/** Kept proofs of that very time; of a busy node the one in the middle may not have been kept. */
function proofsAt(graph: InfraGraph, node: InfraNode, timeMs: number): readonly EventProof[] {
  const proofs = graph
    .linksOf(node)
    .flatMap((link) => link.proofs.filter((proof) => proof.timeMs === timeMs));
  const byId = new Map(proofs.map((proof) => [proof.eventId, proof]));
  return [...byId.values()].sort(byTime).slice(0, 4);
}

function migrationEvent(migration: Migration): TrackingEvent {
  const { kind, from, to, features, lastThereMs, firstHereMs, fromNetwork, toNetwork, proofs } = migration;
  const what = features.map((one) => `${one.kind} ${one.value}`).join(', ');
  const networks =
    fromNetwork === toNetwork
      ? ''
      : ` (${fromNetwork ?? 'network unknown'} to ${toNetwork ?? 'network unknown'})`;
  const statement =
    kind === 'moved'
      ? `moved from ${from.value}${networks} between ${isoOf(lastThereMs)} and ${isoOf(firstHereMs)}: same ${what}`
      : `also at this address, beside ${from.value}${networks}: same ${what}`;
  return { timeMs: firstHereMs, kind, node: to, statement, proofs };
}

function candidateEvent({ node, score, features, sharesWith, firstMs }: CandidateServer): TrackingEvent {
  const what = features.filter(({ counts }) => counts).map(({ feature }) => feature.kind);
  const whom = sharesWith.map(({ value }) => value).join(', ');
  const statement = `proposed for a look: shares ${what.join(', ')} with ${whom} (score ${score.toFixed(1)} bits)`;
  return { timeMs: firstMs, kind: 'proposed', node, statement, proofs: features[0]?.proofs ?? [] };
}

/** Times that no date can hold are clamped: they come out of logs. */
function isoOf(timeMs: number): string {
  return new Date(Math.max(-8.64e15, Math.min(8.64e15, timeMs))).toISOString();
}
