import { SigmaCorrelator, type SigmaRuleInfo } from '@dejfa/sigma';
import { isoText } from '../../report/hunt-timeline-text.ts';
import { escapeLine, paint } from '../../report/terminal-text.ts';
import { type CommandContext, EXIT } from '../context.ts';
import { UserError } from '../user-error.ts';
import { type PlacedEvent, readEvents } from './read-events.ts';
import { type RuleFiles, type RuleOrder, ruleFiles } from './rule-files.ts';

/** What `rules test` was asked to do. */
export interface TestOrder extends RuleOrder {
  readonly events: readonly string[];
  readonly mustBeSilent: boolean;
  readonly asSource: boolean;
  readonly json: boolean;
}

/** One event that a rule fired on. */
interface Firing {
  readonly ruleId: string;
  readonly file: string;
  readonly member: string | null;
  readonly record: number;
  readonly time: string;
  readonly matched: readonly { readonly field: string; readonly value: string }[];
}

/** Events named of each rule; `--json` names all. */
const EVENTS_NAMED = 10;

const VALUE_CHARACTERS = 160;

/** Runs the rules on the events, prints on which each fired, and resolves with the exit code. */
export async function testRules(context: CommandContext, order: TestOrder): Promise<number> {
  const files = await ruleFiles(context, order);
  const { events, firings } = await fireAll(context, order, files);
  if (events === 0)
    throw new UserError(`there are no events in ${order.events.join(', ')}`, 'check the paths');
  const rules = [...files.loaded.rules, ...files.loaded.correlations.map(({ info }) => info)];
  const reported = rules.filter(({ id }) => !files.loaded.onlyCorrelated.has(id));
  const fired = new Set(firings.map(({ ruleId }) => ruleId));
  const silent = reported.filter(({ id }) => !fired.has(id));
  if (order.json) writeLines(context, firings, { events, rules: reported.length, fired: fired.size });
  else for (const rule of reported) context.stdout.write(ruleText(context, rule, { events, firings }));
  return (order.mustBeSilent ? fired.size === 0 : silent.length === 0) ? EXIT.ok : EXIT.finding;
}

async function fireAll(context: CommandContext, order: TestOrder, { loaded }: RuleFiles) {
  const asSources = order.asSource ? loaded.rules.map(({ logsource }) => logsource) : [];
  const correlator = new SigmaCorrelator<PlacedEvent & { readonly id: string }>(loaded, { latenessMs: null });
  const firings: Firing[] = [];
  const correlated = (hits: ReturnType<typeof correlator.finish>) => {
    for (const { rule, group, events } of hits) {
      const last = events.at(-1);
      if (last !== undefined) firings.push(firingOf(rule, last, group));
    }
  };
  let events = 0;
  for await (const placed of readEvents(context, order.events, asSources)) {
    events += 1;
    const hits = loaded.engine.evaluate(placed.event);
    for (const { rule, matched } of hits)
      if (!loaded.onlyCorrelated.has(rule.id)) firings.push(firingOf(rule, placed, matched));
    const ref = { ...placed, id: String(events).padStart(12, '0') };
    correlated(correlator.observe({ hits, timeMs: placed.timeMs, event: placed.event, ref }));
  }
  correlated(correlator.finish());
  return { events, firings };
}

function firingOf(rule: SigmaRuleInfo, placed: PlacedEvent, parts: Firing['matched']): Firing {
  const { file, member, record, timeMs } = placed;
  const matched = parts.map(({ field, value }) => ({ field, value }));
  return { ruleId: rule.id, file, member, record, time: isoText(timeMs), matched };
}

function writeLines({ stdout }: CommandContext, firings: readonly Firing[], summary: object): void {
  for (const firing of firings) stdout.write(`${JSON.stringify(firing)}\n`);
  stdout.write(`${JSON.stringify({ summary })}\n`);
}

function ruleText(
  { stdout: { colour } }: CommandContext,
  rule: SigmaRuleInfo,
  result: { readonly events: number; readonly firings: readonly Firing[] },
): string {
  const firings = result.firings.filter(({ ruleId }) => ruleId === rule.id);
  const verdict =
    firings.length === 0
      ? paint(`fires on none of ${result.events} events`, 'red', colour)
      : paint(`fires on ${firings.length} of ${result.events} events`, 'green', colour);
  const more = firings.length - EVENTS_NAMED;
  const lines = [
    `${escapeLine(rule.title)}: ${verdict}`,
    ...firings.slice(0, EVENTS_NAMED).map(firingText),
    ...(more > 0 ? [`  and ${more} more: --json names all`] : []),
    ...(firings.length === 0 ? ['  dejfa rules explain says why, clause by clause'] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function firingText({ file, member, record, matched }: Firing): string {
  const name = member === null ? file : `${file}!${member}`;
  const parts = matched.map(({ field, value }) => `${field}=${value.slice(0, VALUE_CHARACTERS)}`).join(', ');
  return `  ${escapeLine(`${name}:${record}`)}  ${escapeLine(parts)}`.trimEnd();
}
