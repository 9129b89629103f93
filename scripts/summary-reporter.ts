import { existsSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/**
 * Ends a test run with what was not run and one line, `N passed, N failed`.
 * Under CI (`DEJFA_CI=1`) a test that was skipped counts as failed: there everything it needs is installed. Tests
 * over the outside corpora are let off where there are none, and named.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === 'passed').length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    const strict = process.env.DEJFA_CI === '1';
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const failed =
      tests.filter((test) => test.result().state === 'failed').length +
      broken +
      (strict ? skipped.filter((test) => !isExcused(test)).length : 0);
    for (const test of skipped) console.log(`not run: ${test.module.relativeModuleId}: ${test.fullName}`);
    if (strict && failed > 0) process.exitCode = 1;
    console.log(`${passed} passed, ${failed} failed`);
  }
}

const CORPORA = new URL('../../shared/corpora', import.meta.url);

/** Without the outside corpora the tests over them cannot run; tests of pages need only a browser, and are not let off. */
function isExcused(test: TestCase): boolean {
  return !existsSync(CORPORA) && !test.module.relativeModuleId.startsWith('console/');
}
