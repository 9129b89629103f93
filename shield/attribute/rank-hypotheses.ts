import type { EvidenceItem, Hypothesis, Incident } from '../model/index.ts';
import type { ActorFacts, ActorProfile } from './actor-facts.ts';

/** Prior belief that an intrusion is the work of somebody who is in no list. */
const UNKNOWN_PRIOR = 0.6;
/** Below this many distinct techniques, part of the belief goes to "not enough to say"; see `enough`. */
const ENOUGH_TECHNIQUES = 8;
/** Pseudo-counts of the average actor in every profile, so that a technique not yet reported of it is no proof. */
const SMOOTHING = 20;
/** Techniques of one intrusion depend on each other: their evidence counts for half of what it would if they did not. */
const TEMPER = 0.5;
const SHOWN = 5;

/** Method and its reservations; shown beside every ranking. */
export const ATTRIBUTION_METHOD =
  'naive-bayes-1 (not calibrated yet: read it as a pointer to reports, not as a name)';

/**
 * Ranks who may be behind an incident, from its techniques alone: naive Bayes over what each actor is reported to
 * use, against the average actor. "Somebody we do not know" and "not enough to say" are always among the answers.
 * Probabilities sum to 1 over all actors; the first few are returned with them.
 */
export function rankHypotheses(incident: Incident, facts: ActorFacts): readonly Hypothesis[] {
  const background = backgroundOf(facts);
  const observed = incident.techniques.filter((technique) => background.has(technique));
  const scored = facts.groups.map((group) => ({
    group,
    evidence: weigh(observed, { group, background, facts }),
  }));
  const total =
    UNKNOWN_PRIOR + scored.reduce((sum, one) => sum + priorOf(facts) * likelihoodRatio(one.evidence), 0);
  const enough = Math.min(1, observed.length / ENOUGH_TECHNIQUES);

  const actors = scored
    .map(
      ({ group, evidence }): Hypothesis => ({
        candidate: { kind: 'actor', id: group.id, name: group.name },
        probability: (enough * priorOf(facts) * likelihoodRatio(evidence)) / total,
        evidence,
      }),
    )
    .sort((a, b) => b.probability - a.probability)
    .slice(0, SHOWN);
  return [
    ...actors,
    {
      candidate: { kind: 'unknown-actor' as const },
      probability: (enough * UNKNOWN_PRIOR) / total,
      evidence: [],
    },
    { candidate: { kind: 'insufficient' as const }, probability: 1 - enough, evidence: [countOf(observed)] },
  ].sort((a, b) => b.probability - a.probability);
}

function priorOf(facts: ActorFacts): number {
  return (1 - UNKNOWN_PRIOR) / Math.max(1, facts.groups.length);
}

function likelihoodRatio(evidence: readonly EvidenceItem[]): number {
  return Math.exp(TEMPER * evidence.reduce((sum, item) => sum + item.weight, 0));
}

/** Share of each technique among all reported uses: the average actor. */
function backgroundOf(facts: ActorFacts): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { techniques } of facts.groups) {
    for (const technique of techniques) counts.set(technique, (counts.get(technique) ?? 0) + 1);
    total += techniques.length;
  }
  return new Map([...counts].map(([technique, count]) => [technique, count / total]));
}

interface Weighing {
  readonly group: ActorProfile;
  readonly background: ReadonlyMap<string, number>;
  readonly facts: ActorFacts;
}

function weigh(observed: readonly string[], { group, background, facts }: Weighing): readonly EvidenceItem[] {
  const uses = new Set(group.techniques);
  return observed.map((technique) => {
    const share = background.get(technique) ?? 0;
    const own = ((uses.has(technique) ? 1 : 0) + SMOOTHING * share) / (uses.size + SMOOTHING);
    return {
      statement: uses.has(technique)
        ? `${technique} was seen, and ${group.name} is reported to use it`
        : `${technique} was seen, and no report in the facts says that ${group.name} uses it`,
      weight: Math.log(own / share),
      source: facts.source,
    };
  });
}

function countOf(observed: readonly string[]): EvidenceItem {
  return {
    statement: `${observed.length} distinct techniques that any actor is reported to use were seen; ${ENOUGH_TECHNIQUES} are asked for`,
    weight: 0,
    source: 'this incident',
  };
}
