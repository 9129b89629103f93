import type { RuleCoverage, SeenLogSource } from '@dejfa/sigma';
import { formatTable, type TableOptions } from './terminal-table.ts';
import { escapeLine, paint } from './terminal-text.ts';

/** What the events were, and which rules could fire on them. */
export interface HuntCoverage {
  readonly seen: readonly Pick<SeenLogSource, 'logsource' | 'events'>[];
  readonly rules: readonly RuleCoverage[];
}

type LogSource = SeenLogSource['logsource'];

/** Rows of each table that are named; the others are counted. */
const ROWS_SHOWN = 25;

/** Log sources of the events, and the rules that can never fire on them, by reason, for people. */
export function formatCoverage({ seen, rules }: HuntCoverage, options: TableOptions): string {
  const number = (value: number) => value.toLocaleString('en-US');
  const possible = rules.filter(({ verdict }) => verdict.kind === 'possible').length;
  const reasons = reasonsOf(rules);
  const left = (rows: readonly unknown[]) =>
    rows.length > ROWS_SHOWN ? `and ${number(rows.length - ROWS_SHOWN)} more: --json names all\n` : '';
  const sources = formatTable(
    seen.slice(0, ROWS_SHOWN),
    [
      { title: 'EVENTS', align: 'right', text: ({ events }) => number(events) },
      { title: 'LOG SOURCE', text: ({ logsource }) => sourceName(logsource), shrinkTo: 20 },
      { title: 'RULES', align: 'right', text: ({ logsource }) => number(rulesFor(rules, logsource)) },
    ],
    options,
  );
  const never = formatTable(
    reasons.slice(0, ROWS_SHOWN),
    [
      { title: 'RULES', align: 'right', text: ({ count }) => number(count) },
      { title: 'LOG SOURCE', text: ({ source }) => source, shrinkTo: 20 },
      { title: 'CAN NEVER FIRE, BECAUSE', text: ({ reason }) => reason, shrinkTo: 24 },
    ],
    options,
  );
  const head = `Coverage: ${number(possible)} of ${number(rules.length)} rules can fire on these events`;
  return `${paint(head, 'bold', options.colour)}\n${sources}${left(seen)}${reasons.length === 0 ? '' : `\n${never}${left(reasons)}`}`;
}

/** The same as JSON lines: log sources, then each rule that can never fire. */
export function formatCoverageLines({ seen, rules }: HuntCoverage): string {
  const sources = seen.map(({ logsource, events }) => ({ logsource: { ...logsource, events } }));
  const never = rules
    .filter(({ verdict }) => verdict.kind !== 'possible')
    .map(({ id, title, level, logsource, verdict }) => ({
      cannotFire: { ruleId: id, title, level, logsource, ...verdict },
    }));
  return [...sources, ...never].map((line) => `${JSON.stringify(line)}\n`).join('');
}

interface Reason {
  readonly source: string;
  readonly reason: string;
  readonly count: number;
}

/** Rules of the same log source with the same reason together, the most first. */
function reasonsOf(rules: readonly RuleCoverage[]): readonly Reason[] {
  const reasons = new Map<string, Reason>();
  for (const rule of rules) {
    const reason = reasonText(rule);
    if (reason === null) continue;
    const source = sourceName(rule.logsource);
    const key = `${source}\0${reason}`;
    reasons.set(key, { source, reason, count: (reasons.get(key)?.count ?? 0) + 1 });
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count || (a.source < b.source ? -1 : 1));
}

function reasonText({ logsource, verdict }: RuleCoverage): string | null {
  switch (verdict.kind) {
    case 'possible':
      return null;
    case 'no-log-source':
      return `no event was of ${verdict.part} ${logsource[verdict.part] ?? ''}`;
    case 'no-field':
      return `no event had ${verdict.missing.join(', ')}`;
  }
}

/** Rules that an event of the log source is shown to, whether or not they can fire. */
function rulesFor(rules: readonly RuleCoverage[], actual: LogSource): number {
  return rules.filter(({ logsource }) =>
    (['product', 'category', 'service'] as const).every(
      (part) => logsource[part] === undefined || logsource[part] === actual[part]?.toLowerCase(),
    ),
  ).length;
}

function sourceName({ product, category, service }: LogSource): string {
  const parts = [product, category, service].filter((part) => part !== undefined);
  return parts.length === 0 ? '(none known)' : escapeLine(parts.join(' / '));
}
