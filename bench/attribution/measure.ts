import { FEATURE_NAMES } from '../../shield/attribute/features/feature-table.ts';
import { chances, fitChoices } from '../../shield/attribute/fit/choice.ts';
import type { Incidence } from '../../shield/attribute/knowledge/incidence.ts';
import { foldActors } from '../../shield/attribute/study/folds.ts';
import { type Lesson, lessonsOf } from '../../shield/attribute/study/lesson.ts';
import { askReports, JUDGED_ITEMS, TEACHING_ITEMS } from '../../shield/attribute/study/question.ts';

/** Held in units of the features' spread; of the study in Python, to be chosen by nested cross-validation. */
const RIDGE = 50;
const FOLDS = 10;

/** One judged question and whether the likeliest actor was a right answer. */
export interface Answer {
  readonly id: string;
  readonly sight: 'left-out' | 'past';
  readonly portion: 'all' | 5 | 10;
  readonly right: boolean;
}

/**
 * Answers every judged question with weights fitted without it: by ten folds of actors, or, with `fromDay` (days since
 * 1970-01-01), questions from that day on with weights fitted on dated ones before it.
 */
export function answerAll(incidence: Incidence, fromDay: number | null): readonly Answer[] {
  const lessons = askReports(incidence, TEACHING_ITEMS).flatMap((question) => [
    ...lessonsOf(incidence, question, 'left-out'),
    ...lessonsOf(incidence, question, 'past'),
  ]);
  if (fromDay === null) return answerByFolds(lessons);
  const before = incidence.reports.filter(({ day }) => day !== null && day < fromDay);
  const dated = ({ source }: { readonly source: number }): boolean => {
    const day = incidence.sources[source]?.day ?? null;
    return day !== null && day < fromDay;
  };
  const past: Incidence = {
    ...incidence,
    reports: before,
    pages: incidence.pages.filter(dated),
    toolSources: incidence.toolSources.filter(dated),
  };
  // Taught from earlier reports alone: also what is known while teaching may hold nothing later.
  const taught = askReports(past, TEACHING_ITEMS).flatMap((question) => [
    ...lessonsOf(past, question, 'left-out'),
    ...lessonsOf(past, question, 'past'),
  ]);
  const asked = lessons.filter(({ question: { day } }) => day !== null && day >= fromDay);
  return answer(asked, fitLessons(taught));
}

function answerByFolds(lessons: readonly Lesson[]): readonly Answer[] {
  const folds = foldActors(
    lessons.map(({ question }) => question.actor),
    FOLDS,
    '0',
  );
  const foldOf = ({ question }: Lesson) => folds.get(question.actor);
  return Array.from({ length: FOLDS }, (_, fold) => {
    const weights = fitLessons(lessons.filter((lesson) => foldOf(lesson) !== fold));
    return answer(
      lessons.filter((lesson) => foldOf(lesson) === fold),
      weights,
    );
  }).flat();
}

function fitLessons(lessons: readonly Lesson[]): Float64Array {
  return fitChoices(lessons, { width: FEATURE_NAMES.length, ridge: RIDGE });
}

function answer(lessons: readonly Lesson[], weights: Float64Array): readonly Answer[] {
  return lessons
    .filter(({ question }) => question.items.length >= JUDGED_ITEMS)
    .map(({ question, sight, portion, values, right }) => {
      const probabilities = chances(values, weights);
      const first = probabilities.indexOf(Math.max(...probabilities));
      return { id: question.id, sight, portion, right: right[first] === 1 };
    });
}
