import { escapeLine, fit, paint, type Style } from '../../report/terminal-text.ts';
import type { FtwResult } from './test-case.ts';

/** How many tests ended how. */
export interface FtwSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function summaryOf(results: readonly FtwResult[]): FtwSummary {
  const count = (outcome: FtwResult['outcome']) =>
    results.filter((result) => result.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** Every test that did not pass with what was expected and what came, and the count. */
export function formatResults(
  results: readonly FtwResult[],
  { columns, colour }: { readonly columns: number; readonly colour: boolean },
): string {
  const shown = results.filter(({ outcome }) => outcome !== 'passed');
  const width = Math.max(4, ...shown.map(({ test }) => test.length));
  const lines = shown.flatMap(({ test, outcome, expected, got }) => {
    const style: Style = outcome === 'failed' ? 'red' : 'yellow';
    const name = `${paint(outcome.padEnd(8), style, colour)}${escapeLine(test).padEnd(width)}  `;
    const rest = columns - width - 10;
    if (outcome === 'skipped') return [`${name}${escapeLine(got)}`];
    return [
      `${name}expected ${fit(escapeLine(expected), rest - 9)}`,
      `${' '.repeat(width + 10)}got ${fit(escapeLine(got), rest - 4)}`,
    ];
  });
  const { passed, failed, skipped } = summaryOf(results);
  const summary = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  const gap = lines.length === 0 ? [] : [''];
  return `${[...lines, ...gap, paint(summary, failed === 0 ? 'green' : 'red', colour)].join('\n')}\n`;
}
