import type { Seen } from '../features/feature-block.ts';
import { measureFeatures, seenItems } from '../features/feature-table.ts';
import type { Choice } from '../fit/choice.ts';
import type { Incidence } from '../knowledge/incidence.ts';
import type { Profiles } from '../knowledge/profile.ts';
import { JUDGED_ITEMS, type Question, type Sight, sightOf } from './question.ts';
import { seededRandom, shuffled } from './random.ts';

/** How much of a report was shown: all of it, or so many of its techniques with as great a share of its tools. */
export type Portion = 'all' | 5 | 10;

/** One question as it is asked once: with all or part of its evidence, in one sight. */
export interface Lesson extends Choice {
  readonly question: Question;
  readonly sight: Sight;
  readonly portion: Portion;
  readonly seen: Seen;
  /** Actors of the rows: those of whom anything is known. */
  readonly candidates: Int32Array;
}

const DRAWS = 2;
/** What a small report, or a part of one, counts for beside a whole report. */
const SMALL_WEIGHT = 0.5;
const PART_WEIGHT = 0.3;

/** The lessons of one question in one sight; none where nothing is known of any right answer. */
export function lessonsOf(incidence: Incidence, question: Question, sight: Sight): readonly Lesson[] {
  const profiles = sightOf(incidence, question, sight);
  if (profiles === null) return [];
  const candidates = knownActors(profiles);
  const right = Uint8Array.from(candidates, (actor) => (question.right.includes(actor) ? 1 : 0));
  if (!right.includes(1)) return [];
  return portionsOf(incidence, question).map(({ portion, seen }) => {
    const small = question.items.length < JUDGED_ITEMS;
    const weight = portion === 'all' ? (small ? SMALL_WEIGHT : 1) : PART_WEIGHT;
    const values = rowsOf(measureFeatures(profiles, seen), candidates);
    return { question, sight, portion, seen, candidates, right, weight, values };
  });
}

/** Actors of whom at least one report is in sight. */
export function knownActors({ sizes }: Profiles): Int32Array {
  return Int32Array.from([...sizes.keys()].filter((actor) => (sizes[actor] ?? 0) > 0));
}

/** The rows of some actors, in their order. */
export function rowsOf(
  { values, width }: { readonly values: Float32Array; readonly width: number },
  actors: Int32Array,
): Float32Array {
  const rows = new Float32Array(actors.length * width);
  for (const [row, actor] of actors.entries())
    rows.set(values.subarray(actor * width, (actor + 1) * width), row * width);
  return rows;
}

function portionsOf(
  incidence: Incidence,
  { id, items }: Question,
): readonly { readonly portion: Portion; readonly seen: Seen }[] {
  const all = seenItems(incidence, items);
  const whole = { portion: 'all' as const, seen: all };
  if (items.length < JUDGED_ITEMS) return [whole];
  const parts = ([5, 10] as const)
    .filter((count) => all.techniques.length >= count)
    .flatMap((count) =>
      Array.from({ length: DRAWS }, (_, draw) => {
        const random = seededRandom(`${id}|${count}|${draw}`);
        const techniques = shuffled(all.techniques, random).slice(0, count);
        const tools = [...all.tools].filter(() => random() < count / all.techniques.length);
        return { portion: count, seen: seenItems(incidence, [...techniques, ...tools]) };
      }),
    );
  return [whole, ...parts];
}
