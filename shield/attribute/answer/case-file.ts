import type { Candidate, EvidencePiece } from '../../model/index.ts';
import type { Assessor, Belief } from '../assess/assessor.ts';
import { type RankedActor, rankActors } from '../assess/ranking.ts';

/** Everything that the parts of an answer are worked out from. */
export interface CaseFile {
  readonly assessor: Assessor;
  readonly pieces: readonly EvidencePiece[];
  /** With all pieces, and by piece: without it. */
  readonly belief: Belief;
  readonly without: ReadonlyMap<string, Belief>;
  readonly ranked: readonly RankedActor[];
}

/** Assesses the evidence as a whole and with each piece left out. */
export function openCase(assessor: Assessor, pieces: readonly EvidencePiece[]): CaseFile {
  const belief = assessor.assess(pieces);
  const without = new Map(
    pieces.map((piece) => [piece.id, assessor.assess(pieces.filter((other) => other !== piece))]),
  );
  return { assessor, pieces, belief, without, ranked: rankActors(belief) };
}

/** The candidate of an actor by its identifier. */
export function actorCandidate({ knowledge }: Assessor, id: string): Extract<Candidate, { kind: 'actor' }> {
  return { kind: 'actor', id, name: knowledge.names.get(id) ?? id };
}
