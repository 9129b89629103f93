import { type Judgement, judge, type Seen } from './judge.ts';
import { type Carried, requestBytes } from './request-bytes.ts';
import { readResponse } from './response-reader.ts';
import type { FtwTarget } from './stage-request.ts';
import type { FtwResult, FtwTest } from './test-case.ts';

/** Which tests are run, and how. */
export interface FtwRun {
  readonly tests: readonly FtwTest[];
  /** Each runs one test at a time. */
  readonly targets: readonly FtwTarget[];
  /** Why a test is not run; null where it is. */
  readonly skipReason: (name: string) => string | null;
  /** No further test is begun. */
  readonly signal: AbortSignal;
}

/** Runs tests, several at a time; results are in the order of the tests. */
export async function runTests(run: FtwRun): Promise<readonly FtwResult[]> {
  const results: FtwResult[] = [];
  let next = 0;
  const work = async (target: FtwTarget) => {
    while (next < run.tests.length && !run.signal.aborted) {
      const index = next;
      next += 1;
      const test = run.tests[index];
      if (test !== undefined) results[index] = await runTest(test, target, run);
    }
  };
  await Promise.all(run.targets.map(work));
  return results.filter((result) => result !== undefined);
}

async function runTest(test: FtwTest, target: FtwTarget, run: FtwRun): Promise<FtwResult> {
  const { name } = test;
  const reason = run.skipReason(name);
  if (reason !== null) return { test: name, outcome: 'skipped', expected: '', got: reason };
  if (test.problems.length > 0) {
    const expected = 'a test that can be read';
    return { test: name, outcome: 'failed', expected, got: test.problems.join('; ') };
  }
  try {
    target.begin();
    const { passed, expected, got } = await runStages(test, target);
    return { test: name, outcome: passed ? 'passed' : 'failed', expected, got };
  } catch (error) {
    const got = `the runner failed: ${error instanceof Error ? error.message : String(error)}`;
    return { test: name, outcome: 'failed', expected: '', got };
  }
}

/** The judgement of the stage that failed, or of the last one. */
async function runStages(test: FtwTest, target: FtwTarget): Promise<Judgement> {
  let carried: Carried = { cookie: '', location: null };
  let judgement: Judgement = { passed: false, expected: 'a stage', got: 'none' };
  for (const { input, output } of test.stages) {
    if (input.followRedirect && carried.location === null)
      return { passed: false, expected: 'a redirect', got: 'none before the stage that follows it' };
    const bytes = requestBytes(input, carried);
    const request = { bytes, output, reflection: input.response, format: test.format };
    let seen = await target.run(request);
    judgement = judge(output, seen);
    if (!judgement.passed && output.retryOnce) {
      seen = await target.run(request);
      judgement = judge(output, seen);
    }
    if (!judgement.passed) return judgement;
    carried = carriedFrom(seen, input.saveCookie ? carried.cookie : null);
  }
  return judgement;
}

/** `cookie`: what is kept so far; null where the stage keeps none. */
function carriedFrom(seen: Seen, cookie: string | null): Carried {
  const bytes = Buffer.from(seen.response, 'latin1');
  const headers = readResponse(bytes, { method: '', closed: true })?.headers ?? [];
  const values = (name: string) => headers.filter(([key]) => key.toLowerCase() === name).map(([, v]) => v);
  const cookies = values('set-cookie').map((value) => value.split(';', 1)[0] ?? '');
  const kept = cookie === null ? [] : [cookie, ...cookies].filter((one) => one !== '');
  const redirected = seen.status !== null && seen.status >= 300 && seen.status < 400;
  const location = redirected ? values('location')[0] : undefined;
  return { cookie: kept.join('; '), location: location?.replace(/^https?:\/\/[^/?#]*/, '') ?? null };
}
