import type { EvidencePiece } from '../../model/index.ts';
import { seenItems } from '../features/feature-table.ts';
import type { AttributionKnowledge } from '../knowledge/attribution-knowledge.ts';
import { buildProfiles, type Profiles } from '../knowledge/profile.ts';
import { type ActorScores, scoreActors } from '../score-actors.ts';
import { circumstanceRatios } from './circumstances.ts';
import { scenariosOf } from './scenarios.ts';

const DAY_MS = 86_400_000;

/** What is believed after some evidence; all together is 1. */
export interface Belief {
  /** By identifier, in the order of identifiers. */
  readonly actors: ReadonlyMap<string, number>;
  readonly unknown: number;
  readonly insufficient: number;
}

/** Answers what is to be believed of any selection of pieces, at one time. */
export interface Assessor {
  readonly knowledge: AttributionKnowledge;
  readonly profiles: Profiles;
  readonly assess: (pieces: readonly EvidencePiece[]) => Belief;
}

/** `timeMs`: of the incident, by which reports are near or old; null: not known. Scores of the same items are kept. */
export function createAssessor(knowledge: AttributionKnowledge, timeMs: number | null): Assessor {
  const { incidence, fitted, victims } = knowledge;
  const day = timeMs === null ? null : Math.floor(timeMs / DAY_MS);
  const profiles = buildProfiles(incidence, incidence.reports, { day, mayKnow: () => true });
  const kept = new Map<string, ActorScores>();
  const scoresOf = (pieces: readonly EvidencePiece[]) => {
    const places = pieces.flatMap(({ finding }) =>
      finding.kind === 'technique' || finding.kind === 'tool'
        ? (incidence.itemPlaces.get(finding.id) ?? [])
        : [],
    );
    const key = places.toSorted((a, b) => a - b).join(' ');
    const scores = kept.get(key) ?? scoreActors(profiles, seenItems(incidence, places), fitted);
    kept.set(key, scores);
    return scores;
  };
  return {
    knowledge,
    profiles,
    assess: (pieces) => {
      const scored = scenariosOf(pieces.filter(isScored)).map(({ pieces: held, weight }) => ({
        scores: scoresOf(held),
        weight,
      }));
      return withCircumstances(meanOf(scored), circumstanceRatios(victims, pieces));
    },
  };
}

/** True for findings that the fitted model looks at; the others enter as bounded likelihood ratios. */
export function isScored({ finding }: EvidencePiece): boolean {
  return finding.kind === 'technique' || finding.kind === 'tool';
}

function meanOf(scored: readonly { readonly scores: ActorScores; readonly weight: number }[]): Belief {
  const actors = new Map<string, number>();
  let [unknown, insufficient] = [0, 0];
  for (const { scores, weight } of scored) {
    unknown += weight * scores.unknown;
    insufficient += weight * scores.notEnough;
    for (const { actorId, probability } of scores.candidates)
      actors.set(actorId, (actors.get(actorId) ?? 0) + weight * probability);
  }
  return { actors, unknown, insufficient };
}

/** Bayes among actors and "unknown", whose ratio is 1; "not enough to say" stays, for circumstances make no evidence. */
function withCircumstances(
  { actors, unknown, insufficient }: Belief,
  ratios: ReadonlyMap<string, number>,
): Belief {
  if (ratios.size === 0) return { actors, unknown, insufficient };
  const raised = [...actors].map(([id, share]) => [id, share * (ratios.get(id) ?? 1)] as const);
  const before = [...actors.values()].reduce((sum, share) => sum + share, unknown);
  const after = raised.reduce((sum, [, share]) => sum + share, unknown);
  const scale = after > 0 ? before / after : 1;
  return {
    actors: new Map(raised.map(([id, share]) => [id, share * scale])),
    unknown: unknown * scale,
    insufficient,
  };
}
