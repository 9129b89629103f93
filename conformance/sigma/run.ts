import { formatDiagnostic } from '@dejfa/diagnostics';
import { applyMapping, loadMappings, loadSigma, type SigmaEngine } from '@dejfa/sigma';
import { mappingSources, type RegressionCase, regressionCases, ruleSources } from './cases.ts';

/** What came of one case: how often its rules fired, and which others did. */
export interface CaseResult {
  readonly name: string;
  readonly events: number;
  readonly fired: number;
  readonly expected: number | null;
  readonly others: readonly string[];
}

/** Runs cases against rules; the rules must fire at least as often as the case states, or else once. */
export function runCases(cases: readonly RegressionCase[], engine: SigmaEngine): readonly CaseResult[] {
  const { mappings } = loadMappings(mappingSources());
  return cases.map(({ name, ruleIds, matchCount, events }) => {
    const hits = events.map((event) => engine.evaluate(applyMapping(mappings, event)));
    const isExpected = (id: string) => ruleIds.includes(id);
    return {
      name,
      events: events.length,
      fired: hits.filter((found) => found.some(({ rule }) => isExpected(rule.id))).length,
      expected: matchCount,
      others: [...new Set(hits.flat().map(({ rule }) => rule.title))].filter(
        (title) => !hits.flat().some(({ rule }) => rule.title === title && isExpected(rule.id)),
      ),
    };
  });
}

export function isPassed(result: CaseResult): boolean {
  return result.fired >= (result.expected ?? 1);
}

function main(): void {
  const loaded = loadSigma(ruleSources());
  for (const diagnostic of loaded.diagnostics) console.log(formatDiagnostic(diagnostic));
  const { read, loaded: count, rejected } = loaded.counts;
  console.log(`rules: ${read} read, ${count} loaded, ${rejected} rejected`);
  const results = runCases(regressionCases(), loaded.engine);
  for (const result of results) {
    const mark = isPassed(result) ? 'ok  ' : 'FAIL';
    const also = result.others.length === 0 ? '' : `; also: ${result.others.join(', ')}`;
    const wanted = result.expected ?? 'at least 1';
    console.log(
      `${mark} ${result.name}: fired ${result.fired} of ${wanted} (${result.events} events)${also}`,
    );
  }
  const passed = results.filter(isPassed).length;
  console.log(`${passed} passed, ${results.length - passed} failed`);
  process.exitCode = passed === results.length ? 0 : 1;
}

if (import.meta.main) main();
