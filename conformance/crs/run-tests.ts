import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Inspector } from '@dejfa/seclang';
import { CRS_TESTS_DIR } from './rule-files.ts';
import { parseTestFile, type RuleTest, type TestOutput } from './test-file.ts';
import { buildRequest, type TestRequest } from './test-request.ts';

/** How one test ended. */
export interface TestResult {
  /** `920100-1`. */
  readonly test: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly expected: string;
  /** Ids of the logged rules that matched, and the verdict. */
  readonly got: string;
}

/** Variables under which the rule set runs its own tests: all rules on, and the checks that are off by default. */
export const TEST_VARIABLES: Readonly<Record<string, string>> = {
  paranoia_level: '4',
  crs_validate_utf8_encoding: '1',
  arg_name_length: '100',
  arg_length: '400',
  total_arg_length: '64000',
  max_num_args: '255',
  max_file_size: '64100',
  combined_file_sizes: '65535',
};

/** Where test requests come from and go to. */
export const ADDRESSES = {
  clientAddress: '127.0.0.1',
  clientPort: 40000,
  serverAddress: '127.0.0.1',
  serverPort: 80,
} as const;

/** The two ways in which a request is inspected. */
export interface Inspectors {
  /** Blocks nothing, so that every rule has its turn: for tests that expect log lines. */
  readonly detecting: Inspector;
  /** For tests that expect a status. */
  readonly blocking: Inspector;
}

/** Every request of the tests, to be put to other uses. */
export function readRequests(): readonly TestRequest[] {
  const files = globSync(join(CRS_TESTS_DIR, '*/*.yaml')).sort();
  const tests = files.flatMap((file) => parseTestFile(readFileSync(file, 'utf8')));
  return tests.flatMap((test) => test.stages.map(({ input }) => buildRequest(input)));
}

/** Runs the tests whose title contains `filter`, in this process. */
export function runTests(inspectors: Inspectors, filter = ''): readonly TestResult[] {
  const files = globSync(join(CRS_TESTS_DIR, '*/*.yaml')).sort();
  const results: TestResult[] = [];
  for (const file of files) {
    for (const test of parseTestFile(readFileSync(file, 'utf8'))) {
      const name = test.title.includes('-') ? test.title : `${basename(file, '.yaml')}-${test.title}`;
      if (name.includes(filter)) results.push(runTest(inspectors, name, test));
    }
  }
  return results;
}

function runTest(inspectors: Inspectors, name: string, test: RuleTest): TestResult {
  let last: TestResult = { test: name, outcome: 'skipped', expected: '', got: '' };
  for (const { input, output } of test.stages) {
    const wantsLog = output.log_contains !== undefined || output.no_log_contains !== undefined;
    const seen = inspect(wantsLog ? inspectors.detecting : inspectors.blocking, buildRequest(input));
    const { outcome, expected } = judge(output, seen);
    last = { test: name, outcome, expected, got: `${seen.status} ${seen.ruleIds.join(' ')}` };
    if (outcome === 'failed') break;
  }
  return last;
}

interface Seen {
  /** Status of the answer; 200 where nothing is blocked. */
  readonly status: number;
  readonly ruleIds: readonly number[];
}

function inspect(inspector: Inspector, request: TestRequest): Seen {
  const { body, ...head } = request;
  const transaction = inspector.begin({ ...head, ...ADDRESSES }, { nowMs: 0, uniqueId: 'conformance' });
  let verdict = transaction.requestHeaders();
  if (verdict.kind !== 'block') {
    if (transaction.wantsRequestBody) transaction.appendRequestBody(Buffer.from(body, 'latin1'));
    verdict = transaction.requestBody();
  }
  transaction.end();
  const logged = transaction.matches.filter((match) => match.log);
  return {
    status: verdict.kind === 'block' ? verdict.status : verdict.kind === 'pass' ? 200 : 500,
    ruleIds: logged.map((match) => match.ruleId),
  };
}

/** Compares with what the test expects; an error or a status that the web server itself gives cannot be judged here. */
function judge(output: TestOutput, seen: Seen): { outcome: TestResult['outcome']; expected: string } {
  // Tests look for text in the log of the reference engine, which names rules in this form.
  const log = seen.ruleIds.map((id) => `[id "${id}"]`).join('\n');
  const { log_contains: wanted, no_log_contains: unwanted } = output;
  if (wanted !== undefined || unwanted !== undefined) {
    const ok = log.includes(wanted ?? '') && (unwanted === undefined || !log.includes(unwanted));
    return {
      outcome: ok ? 'passed' : 'failed',
      expected: `log ${wanted ?? ''}${unwanted ? ` without ${unwanted}` : ''}`,
    };
  }
  const statuses = [output.status ?? []].flat();
  if (statuses.length === 0) return { outcome: 'skipped', expected: 'an error of the web server' };
  if (statuses.includes(seen.status)) return { outcome: 'passed', expected: `status ${statuses}` };
  // 400 is how a web server answers what is no HTTP before any rule sees it.
  return { outcome: statuses.includes(400) ? 'skipped' : 'failed', expected: `status ${statuses}` };
}
