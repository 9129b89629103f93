import { explainSigma } from '@dejfa/sigma';
import { formatCorrelation, formatExplanation } from '../../report/rule-explanation-text.ts';
import { type CommandContext, EXIT } from '../context.ts';
import { UserError } from '../user-error.ts';
import { type PlacedEvent, readEvents } from './read-events.ts';
import { type RuleOrder, ruleFiles } from './rule-files.ts';

/** What `rules explain` was asked to do. */
export interface ExplainOrder extends RuleOrder {
  readonly event: string;
  /** As a hunt numbers them; null for the first. */
  readonly record: number | null;
  readonly asSource: boolean;
  readonly json: boolean;
}

/** Explains each rule on the event; resolves with the exit code. */
export async function explainRules(context: CommandContext, order: ExplainOrder): Promise<number> {
  const { sources, rewriting, loaded } = await ruleFiles(context, order);
  const asSources = order.asSource ? loaded.rules.map(({ logsource }) => logsource) : [];
  const placed = await find(order, readEvents(context, [order.event], asSources));
  const { explanations, correlations } = explainSigma(sources, placed.event, rewriting);
  const { columns, colour } = context.stdout;
  const name = placed.member === null ? placed.file : `${placed.file}!${placed.member}`;
  const place = `${name}:${placed.record}`;
  const layout = { columns, colour };
  const texts = order.json
    ? [...explanations, ...correlations.map((correlation) => ({ correlation }))].map(
        (each) => `${JSON.stringify(each)}\n`,
      )
    : [
        ...explanations.map((each) => formatExplanation(each, place, layout)),
        ...correlations.map((each) => formatCorrelation(each, place, layout)),
      ];
  context.stdout.write(texts.join(order.json ? '' : '\n'));
  return explanations.some(({ fired }) => fired) ? EXIT.ok : EXIT.finding;
}

async function find(
  { event, record }: ExplainOrder,
  events: AsyncIterable<PlacedEvent>,
): Promise<PlacedEvent> {
  for await (const placed of events) if (record === null || placed.record === record) return placed;
  throw new UserError(
    record === null ? `there are no events in ${event}` : `${event} has no event ${record}`,
    'lines and JSON values count from 1, those that hold no event included; events of Windows event logs have their EventRecordID',
  );
}
