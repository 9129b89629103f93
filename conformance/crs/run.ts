import { parseArgs } from 'node:util';
import { createInspector, loadRules } from '@dejfa/seclang';
import { fileResolver, hasCrs, readCrsSources } from './rule-files.ts';
import { runTests, TEST_VARIABLES } from './run-tests.ts';

/*
 * Runs the regression tests of the OWASP Core Rule Set 3.3.4 through the engine, in this process.
 * node conformance/crs/run.ts [--filter 942] [--json]
 */
const { values } = parseArgs({ options: { filter: { type: 'string' }, json: { type: 'boolean' } } });
if (!hasCrs()) {
  console.error('The rules (Debian package modsecurity-crs) or the tests (../shared/corpora) are not here.');
  process.exit(2);
}
const { program } = loadRules(readCrsSources(), fileResolver);
const inspectors = {
  detecting: createInspector(program, { mode: 'detect', variables: TEST_VARIABLES }),
  blocking: createInspector(program, { mode: 'block', variables: TEST_VARIABLES }),
};
const results = runTests(inspectors, values.filter ?? '');
const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
const summary = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
for (const result of results) {
  if (values.json) console.log(JSON.stringify(result));
  else if (result.outcome !== 'passed') {
    console.log(`${result.outcome} ${result.test}: expected ${result.expected}, got ${result.got}`);
  }
}
console.log(
  values.json
    ? JSON.stringify({ summary })
    : `${summary.passed} passed, ${summary.failed} failed, ${summary.skipped} skipped`,
);
process.exitCode = summary.failed === 0 ? 0 : 1;
