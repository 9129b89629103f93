import fc from 'fast-check';
import type { InfraKind, InfraLinkKind, InfraNode, Sighting } from '../../../model/index.ts';
import { DAY_MS } from '../day-list.ts';
import { infraNode } from '../infra-node.ts';

/** 2026-11-01, 00:00 UTC. */
export const START_MS = 1_793_491_200_000;

/** A node that must be one. */
export function made(kind: InfraKind, text: string): InfraNode {
  const node = infraNode(kind, text);
  if (node === null) throw new Error(`${text} is no ${kind}`);
  return node;
}

/** The address 192.0.2.`number`. */
export function address(number: number): InfraNode {
  return made('address', `192.0.2.${number}`);
}

/** A certificate whose hash says its number. */
export function certificate(number: number): InfraNode {
  return made('certificate', number.toString(16).padStart(64, '0'));
}

/** One sighting, `day` days after the start. */
export function seen(
  link: InfraLinkKind,
  ends: readonly [from: InfraNode, to: InfraNode],
  day: number,
): Sighting {
  const timeMs = START_MS + Math.round(day * DAY_MS);
  const [from, to] = ends;
  return { link, from, to, timeMs, eventId: `e-${link}-${from.value}-${to.value}-${timeMs}` };
}

const small = (most: number) => fc.integer({ min: 1, max: most });

/** Sightings over few nodes, so that they meet; each event once. */
export const sightingLists: fc.Arbitrary<readonly Sighting[]> = fc.uniqueArray(
  fc
    .tuple(
      fc.oneof(
        fc.tuple(
          fc.constant('presented-certificate' as const),
          small(8).map(address),
          small(4).map(certificate),
        ),
        fc.tuple(
          fc.constant('resolved-to' as const),
          small(3).map((n) => made('domain', `d${n}.example`)),
          small(8).map(address),
        ),
        fc.tuple(
          fc.constant('used-user-agent' as const),
          small(8).map(address),
          small(3).map((n) => made('user-agent', `agent ${n}`)),
        ),
      ),
      fc.double({ min: 0, max: 40, noNaN: true }),
    )
    .map(([[link, from, to], day]) => seen(link, [from, to], day)),
  { selector: ({ eventId }) => eventId, maxLength: 60 },
);
