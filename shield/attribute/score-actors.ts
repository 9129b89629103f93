import type { Seen } from './features/feature-block.ts';
import { FEATURE_NAMES, measureFeatures } from './features/feature-table.ts';
import { softmax, weightedSums } from './fit/choice.ts';
import type { Profiles } from './knowledge/profile.ts';
import { knownActors, rowsOf } from './study/lesson.ts';

/** What was fitted offline, as it is kept in `content/attribution`. */
export interface FittedAttribution {
  /** Name and version of the method, with what it is not. */
  readonly method: string;
  /** Source of the facts that it was fitted on. */
  readonly facts: string;
  /** Feature by name: what one unit of it adds to an actor's logit. */
  readonly weights: Readonly<Record<string, number>>;
  /** Logit of "the one behind it is among the actors": constant, first logit, its lead, ln(1 + techniques), ln(1 + tools). */
  readonly open: readonly number[];
  readonly thresholds: {
    /** From this probability on a name may be given. */
    readonly name: number;
    /** What the name must keep when any one exclusive tool is left out. */
    readonly withoutOneTool: number;
    /** What it must keep when the two strongest tools are left out; null: that is shown, not demanded. */
    readonly withoutTwoTools: number | null;
  };
}

/** Probabilities of all hypotheses; with `unknown` and `notEnough` they sum to 1. */
export interface ActorScores {
  /** In the order of the incidence's actors; those of whom nothing is known are not among them. */
  readonly candidates: readonly {
    readonly actorId: string;
    readonly logit: number;
    readonly probability: number;
  }[];
  readonly unknown: number;
  readonly notEnough: number;
}

/** Techniques after which the share of "not enough to say" has fallen to 1/e; a tool counts for two. */
const ENOUGH_TECHNIQUES = 3;

/** Who it may have been, by what was seen. Provisional: the second stage is to be fitted with the study's. */
export function scoreActors(profiles: Profiles, seen: Seen, fitted: FittedAttribution): ActorScores {
  const candidates = knownActors(profiles);
  const weights = Float64Array.from(FEATURE_NAMES, (name) => fitted.weights[name] ?? 0);
  const logits = weightedSums(rowsOf(measureFeatures(profiles, seen), candidates), weights);
  const amount = seen.techniques.length + 2 * seen.tools.length;
  const notEnough = Math.exp(-amount / ENOUGH_TECHNIQUES);
  const trust = openTraits(logits, seen).reduce(
    (sum, trait, place) => sum + trait * (fitted.open[place] ?? 0),
    0,
  );
  const known = (1 - notEnough) / (1 + Math.exp(-trust));
  const shares = softmax(logits);
  return {
    candidates: Array.from(candidates, (actor, row) => ({
      actorId: profiles.incidence.actors[actor] ?? '',
      logit: logits[row] ?? 0,
      probability: known * (shares[row] ?? 0),
    })),
    unknown: 1 - notEnough - known,
    notEnough,
  };
}

/** What `FittedAttribution.open` weighs: whether the one behind it is among the actors at all. */
export function openTraits(logits: Float64Array, { techniques, tools }: Seen): readonly number[] {
  const [first = 0, second = 0] = logits.toSorted().reverse();
  return [1, first, first - second, Math.log1p(techniques.length), Math.log1p(tools.length)];
}
