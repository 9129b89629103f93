import { explainSigma } from '@dejfa/sigma';
import { formatExplanation } from '../../report/rule-explanation-text.ts';
import { type CommandContext, EXIT } from '../context.ts';
import { UserError } from '../user-error.ts';
import { type PlacedEvent, readEvents } from './read-events.ts';
import { type RuleOrder, ruleFiles } from './rule-files.ts';

/** What `rules explain` was asked to do. */
export interface ExplainOrder extends RuleOrder {
  readonly event: string;
  /** From 1. */
  readonly record: number;
  readonly asSource: boolean;
  readonly json: boolean;
}

/** Explains each rule on the event; resolves with the exit code. */
export async function explainRules(context: CommandContext, order: ExplainOrder): Promise<number> {
  const { sources, rewriting, loaded } = await ruleFiles(context, order);
  if (loaded.rules.length === 0)
    throw new UserError(
      'a correlation rule looks at many events',
      'explain the rules that it refers to, one by one',
    );
  const asSources = order.asSource ? loaded.rules.map(({ logsource }) => logsource) : [];
  const placed = await find(order, readEvents(context, [order.event], asSources));
  const { explanations } = explainSigma(sources, placed.event, rewriting);
  const { columns, colour } = context.stdout;
  const name = placed.member === null ? placed.file : `${placed.file}!${placed.member}`;
  const texts = explanations.map((explanation) =>
    order.json
      ? `${JSON.stringify(explanation)}\n`
      : formatExplanation(explanation, `${name}:${placed.record}`, { columns, colour }),
  );
  context.stdout.write(texts.join(order.json ? '' : '\n'));
  return explanations.some(({ fired }) => fired) ? EXIT.ok : EXIT.finding;
}

async function find(
  { event, record }: ExplainOrder,
  events: AsyncIterable<PlacedEvent>,
): Promise<PlacedEvent> {
  for await (const placed of events) if (placed.record === record) return placed;
  throw new UserError(
    `${event} has no record ${record}`,
    'blank lines and headers hold none; they count from 1',
  );
}
