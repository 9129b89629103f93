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

/** Runs the tests whose title contains `filter` through an inspector, in this process. */
export function runTests(inspector: Inspector, filter = ''): readonly TestResult[] {
  const files = globSync(join(CRS_TESTS_DIR, '*/*.yaml')).sort();
  const results: TestResult[] = [];
  for (const file of files) {
    for (const test of parseTestFile(readFileSync(file, 'utf8'))) {
      const name = test.title.includes('-') ? test.title : `${basename(file, '.yaml')}-${test.title}`;
      if (name.includes(filter)) results.push(runTest(inspector, name, test));
    }
  }
  return results;
}

function runTest(inspector: Inspector, name: string, test: RuleTest): TestResult {
  let last: TestResult = { test: name, outcome: 'skipped', expected: '', got: '' };
  for (const { input, output } of test.stages) {
    const seen = inspect(inspector, buildRequest(input));
    const { outcome, expected } = judge(output, seen);
    last = { test: name, outcome, expected, got: `${seen.status} ${[...seen.ruleIds].join(' ')}` };
    if (outcome === 'failed') break;
  }
  return last;
}

interface Seen {
  readonly status: number;
  readonly ruleIds: ReadonlySet<string>;
}

function inspect(inspector: Inspector, request: TestRequest): Seen {
  const { body, ...head } = request;
  const transaction = inspector.begin(
    { ...head, clientAddress: '127.0.0.1', clientPort: 40000, serverAddress: '127.0.0.1', serverPort: 80 },
    { nowMs: 0, uniqueId: 'conformance' },
  );
  let verdict = transaction.requestHeaders();
  if (verdict.kind !== 'block') {
    if (transaction.wantsRequestBody) transaction.appendRequestBody(Buffer.from(body, 'latin1'));
    verdict = transaction.requestBody();
  }
  transaction.end();
  const logged = transaction.matches.filter((match) => match.log);
  return {
    status: verdict.kind === 'block' ? verdict.status : verdict.kind === 'pass' ? 200 : 500,
    ruleIds: new Set(logged.map((match) => String(match.ruleId))),
  };
}

/** Compares with what the test expects; a server error or a status of the server itself cannot be judged here. */
function judge(output: TestOutput, { status, ruleIds }: Seen): { outcome: TestResult['outcome']; expected: string } {
  const wanted = idsIn(output.log_contains);
  const unwanted = idsIn(output.no_log_contains);
  if (wanted.length + unwanted.length > 0) {
    const ok = wanted.every((id) => ruleIds.has(id)) && !unwanted.some((id) => ruleIds.has(id));
    const expected = [...wanted, ...unwanted.map((id) => `not ${id}`)].join(' ');
    return { outcome: ok ? 'passed' : 'failed', expected };
  }
  const statuses = [output.status ?? []].flat();
  if (output.expect_error === true || statuses.length === 0) return { outcome: 'skipped', expected: 'server error' };
  // 400 is how the test's web server answers a request that is no HTTP; the engine alone does not see those.
  if (statuses.includes(400) && !statuses.includes(status)) return { outcome: 'skipped', expected: `${statuses}` };
  return { outcome: statuses.includes(status) ? 'passed' : 'failed', expected: `${statuses}` };
}

function idsIn(text: string | undefined): readonly string[] {
  return text?.match(/\d{6}/g) ?? [];
}
