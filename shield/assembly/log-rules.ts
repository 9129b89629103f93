import { coverage, type FieldTally, type LoadedSigma } from '@dejfa/sigma';
import type { LogRules } from '../detect/log-detector.ts';
import type { LiveCoverage } from '../ports/index.ts';
import type { LoadedContent } from './load-content.ts';

/** What the detector tries events against, as the content has it. */
export function logRules({ sigma, mappings, packOf, correlations, seen }: LoadedContent): LogRules {
  return { engine: sigma, mappings, packOf, correlations, seen };
}

/** Which rules can fire on what sources sent since the rules were loaded, and why others cannot. */
export function liveCoverage({
  seen: tally,
  needs,
}: {
  readonly seen: FieldTally;
  readonly needs: LoadedSigma['needs'];
}): LiveCoverage {
  const seen = tally.seen();
  return {
    seen: seen.map(({ logsource, events }) => ({ logsource, events })),
    rules: coverage(needs(), seen),
  };
}
