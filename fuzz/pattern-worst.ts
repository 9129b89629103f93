import { compileRegex, RegexLimitError } from '../engines/seclang/regex/index.ts';
import { parsePattern } from '../engines/seclang/regex/parse.ts';
import { threadMilliseconds } from './cpu-time.ts';
import { prepare, pumpsOf, type Recipe } from './pump.ts';

/** A pattern of a rule set. */
export interface RulePattern {
  readonly ruleId: number;
  readonly pattern: string;
}

/** The subject that a pattern takes longest for. */
export interface PatternWorst {
  readonly ruleId: number;
  readonly recipe: Recipe;
  readonly length: number;
  readonly milliseconds: number;
  /** Steps by the engine's own count, for each byte; independent of the machine. */
  readonly stepsPerByte: number;
  readonly outcome: 'match' | 'no match' | 'given up';
}

const OPTIONS = { dotAll: true } as const;
/** Recipes of one pattern that are tried unless told otherwise; those of large patterns are thinned out evenly. */
const RECIPES_PER_PATTERN = 120;
/** Length of the subjects with which the worst is looked for, before it is tried at full length. */
const SCREENING_LENGTH = 8_192;
/** Processor time is counted in steps of milliseconds, so that a search is timed together with others. */
const RUNS = 5;

/** The worst pumped subject for a pattern, or null where nothing in it can be pumped. Locates every match. */
export function worstOf(
  { ruleId, pattern }: RulePattern,
  length: number,
  { recipes = RECIPES_PER_PATTERN }: { readonly recipes?: number } = {},
): PatternWorst | null {
  const regex = compileRegex(pattern, OPTIONS);
  if (regex.kind === 'refused') return null;
  const all = pumpsOf(parsePattern(pattern, OPTIONS).root);
  const stride = Math.ceil(all.length / recipes);
  let worst: Recipe | null = null;
  let most = -1;
  for (const [number, recipe] of all.entries()) {
    if (number % stride !== 0) continue;
    const subject = prepare(recipe, SCREENING_LENGTH);
    run(regex, subject);
    // The second time, the automata are there, and what is counted is the subject's own work.
    const { steps } = run(regex, subject);
    if (steps / subject.length <= most) continue;
    most = steps / subject.length;
    worst = recipe;
  }
  if (worst === null) return null;
  const subject = prepare(worst, length);
  const { milliseconds, steps, outcome } = run(regex, subject, RUNS);
  return {
    ruleId,
    recipe: worst,
    length: subject.length,
    milliseconds,
    stepsPerByte: steps / subject.length,
    outcome,
  };
}

type Regex = Extract<ReturnType<typeof compileRegex>, { kind: 'regex' }>;

/** The mean of a few runs. */
function run(regex: Regex, subject: string, times = 1) {
  const start = threadMilliseconds();
  let outcome: PatternWorst['outcome'] = 'no match';
  for (let time = 0; time < times; time += 1) {
    try {
      outcome = regex.exec(subject) === null ? 'no match' : 'match';
    } catch (error) {
      if (!(error instanceof RegexLimitError)) throw error;
      outcome = 'given up';
    }
  }
  return { milliseconds: (threadMilliseconds() - start) / times, steps: regex.lastSteps, outcome };
}
