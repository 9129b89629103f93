import type { Attribution, Candidate, Evidence, EvidencePiece } from '../model/index.ts';
import { competeHypotheses } from './answer/ach.ts';
import { actorCandidate, openCase } from './answer/case-file.ts';
import { judgeConfidence } from './answer/confidence.ts';
import { findSeparators } from './answer/separators.ts';
import { tryStakes } from './answer/stakes.ts';
import { summarise } from './answer/summary.ts';
import { reachVerdict } from './answer/verdict.ts';
import { weighHypothesis } from './answer/weigh.ts';
import { createAssessor } from './assess/assessor.ts';
import { probabilityOf } from './assess/ranking.ts';
import { familiesOfLeader } from './families/families-of-leader.ts';
import type { AttributionKnowledge } from './knowledge/attribution-knowledge.ts';

/** Actors that are listed with their evidence. */
const LISTED_ACTORS = 5;
/** Actors that are set against each other piece by piece, beside "unknown". */
const COMPETING_ACTORS = 3;

/**
 * Who was behind it: every hypothesis with its probability and what speaks for and against it, what may be said, and
 * why not more. The same evidence gives the same answer, in whatever order it comes; nothing is learnt from it.
 */
export function attributeEvidence(knowledge: AttributionKnowledge, evidence: Evidence): Attribution {
  const assessor = createAssessor(knowledge, evidence.timeMs);
  const { usable, unused } = sortOut(knowledge, evidence);
  const file = openCase(assessor, usable);
  const actors = file.ranked.slice(0, LISTED_ACTORS).map(({ id }) => actorCandidate(assessor, id));
  const candidates: readonly Candidate[] = [...actors, { kind: 'unknown-actor' }, { kind: 'insufficient' }];
  const hypotheses = candidates
    .map((candidate) => weighHypothesis(file, candidate))
    .sort((a, b) => b.probability - a.probability);
  const stakes = tryStakes(file);
  const families = familiesOfLeader(file);
  const confidence = judgeConfidence(file, stakes);
  const verdict = reachVerdict(file, stakes, families);
  return {
    method: knowledge.fitted.method,
    verdict,
    summary: summarise(file, verdict, { confidence, stakes, families }),
    hypotheses,
    unlisted: Math.max(
      0,
      1 - candidates.reduce((sum, candidate) => sum + probabilityOf(file.belief, candidate), 0),
    ),
    threshold: knowledge.fitted.thresholds.name,
    confidence,
    families,
    ach: competeHypotheses(file, [...actors.slice(0, COMPETING_ACTORS), { kind: 'unknown-actor' }]),
    separators: findSeparators(file),
    stakes,
    unused,
    facts: knowledge.facts.source,
  };
}

/** Techniques and tools that nobody is reported to use cannot tell actors apart; that is said, not passed over. */
function sortOut(
  { incidence }: AttributionKnowledge,
  { pieces, unused }: Evidence,
): { readonly usable: readonly EvidencePiece[]; readonly unused: Attribution['unused'] } {
  const isKnown = ({ finding }: EvidencePiece) =>
    !(finding.kind === 'technique' || finding.kind === 'tool') || incidence.itemPlaces.has(finding.id);
  const strange = pieces
    .filter((piece) => !isKnown(piece))
    .map(({ id }) => ({ what: id, why: 'no actor in the facts is reported to use it' }));
  const usable = pieces.filter(isKnown).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { usable, unused: [...unused, ...strange] };
}
