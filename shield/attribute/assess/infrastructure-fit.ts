import type { EvidencePiece } from '../../model/index.ts';
import { trustInPiece } from './trust.ts';
import type { Ratios } from './victim-fit.ts';

/**
 * What an indicator under an actor's name is worth: it names the right actor about half the time (half of the indicators
 * that one public list files under APT27 come from reports on another group), servers are hired again by others, and
 * an actor can rent where it wants to be taken for somebody else.
 */
const ONE_REFERENCE = 3;
/** The same when several actors are named for it. */
const SHARED_REFERENCE = 1.5;
/** Of all indicators together. */
const MOST = 9;

/** Chance of seeing these indicators if the actor did it over the chance if any other did; one reference counts once. */
export function infrastructureRatios(pieces: readonly EvidencePiece[]): Ratios {
  const byActor = new Map<string, Map<string, number>>();
  for (const piece of pieces) {
    const { finding } = piece;
    if (finding.kind !== 'infrastructure') continue;
    const shared = new Set(finding.reported.map(({ actor }) => actor)).size > 1;
    const ratio = mix(trustInPiece(piece), shared ? SHARED_REFERENCE : ONE_REFERENCE);
    for (const { actor, reference } of finding.reported) {
      const references = byActor.get(actor) ?? new Map<string, number>();
      references.set(reference, Math.max(references.get(reference) ?? 1, ratio));
      byActor.set(actor, references);
    }
  }
  return new Map(
    [...byActor].map(([actor, references]) => [
      actor,
      Math.min(
        MOST,
        [...references.values()].reduce((product, ratio) => product * ratio, 1),
      ),
    ]),
  );
}

function mix(trust: number, ratio: number): number {
  return trust * ratio + 1 - trust;
}
