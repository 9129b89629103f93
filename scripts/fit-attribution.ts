/**
 * Fits the weights of attribution on the facts of `content/attack` and writes `content/attribution/fitted.json`:
 * `node scripts/fit-attribution.ts`, about two minutes. The same facts give the same file. Thresholds are taken over
 * from the file as they are: they are judgements until they are chosen by nested cross-validation.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAttackFacts } from '../shield/adapters/actors/index.ts';
import { FEATURE_NAMES } from '../shield/attribute/features/feature-table.ts';
import { type Choice, fitChoices, weightedSums } from '../shield/attribute/fit/choice.ts';
import { buildIncidence } from '../shield/attribute/knowledge/incidence.ts';
import { openTraits } from '../shield/attribute/score-actors.ts';
import { foldActors } from '../shield/attribute/study/folds.ts';
import { type Lesson, lessonsOf } from '../shield/attribute/study/lesson.ts';
import { askReports, TEACHING_ITEMS } from '../shield/attribute/study/question.ts';

const CONTENT = join(import.meta.dirname, '../content');
const FITTED = join(CONTENT, 'attribution/fitted.json');
const RIDGE = 50;
const FOLDS = 5;
/** The share of incidents whose actor nobody has described, as the open-world rows of the benchmark take it. */
const UNKNOWN_SHARE = 0.2;
const TRAITS = 5;

const facts = await readAttackFacts(join(CONTENT, 'attack/attack.json'));
const incidence = buildIncidence(facts);
const lessons = askReports(incidence, TEACHING_ITEMS).flatMap((question) => [
  ...lessonsOf(incidence, question, 'left-out'),
  ...lessonsOf(incidence, question, 'past'),
]);
const fitWeights = (some: readonly Lesson[]) =>
  fitChoices(some, { width: FEATURE_NAMES.length, ridge: RIDGE });
const weights = fitWeights(lessons);
const before: { readonly thresholds: unknown } = JSON.parse(await readFile(FITTED, 'utf8'));
const fitted = {
  method: 'conditional-logit-1 (provisional, not calibrated: a pointer to reports, not a name)',
  facts: facts.source,
  weights: Object.fromEntries(FEATURE_NAMES.map((name, place) => [name, short(weights[place] ?? 0)])),
  open: [...fitOpen()].map(short),
  thresholds: before.thresholds,
};
await writeFile(FITTED, `${JSON.stringify(fitted, null, 2)}\n`);

/** Whether the actor is known, from logits of lessons whose actors did not teach; unknown: its own row is taken away. */
function fitOpen(): Float64Array {
  const folds = foldActors(
    lessons.map(({ question }) => question.actor),
    FOLDS,
    'open',
  );
  const choices = Array.from({ length: FOLDS }, (_, fold) => {
    const isOwn = ({ question }: Lesson) => folds.get(question.actor) === fold;
    const own = fitWeights(lessons.filter((lesson) => !isOwn(lesson)));
    return lessons.filter(isOwn).flatMap((lesson) => openChoices(lesson, own));
  });
  return fitChoices(choices.flat(), { width: TRAITS, ridge: 1 });
}

function openChoices(lesson: Lesson, weights: Float64Array): readonly Choice[] {
  const logits = weightedSums(lesson.values, weights);
  const others = logits.filter((_, row) => lesson.right[row] !== 1);
  const row = (some: Float64Array, known: boolean): Choice => ({
    values: Float32Array.from([...openTraits(some, lesson.seen), ...new Array<number>(TRAITS).fill(0)]),
    right: Uint8Array.from(known ? [1, 0] : [0, 1]),
    weight: lesson.weight * (known ? 1 - UNKNOWN_SHARE : UNKNOWN_SHARE),
  });
  return [row(logits, true), row(others, false)];
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}
