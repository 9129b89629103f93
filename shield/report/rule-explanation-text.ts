import type { Clause, CorrelationExplanation, Explanation, ItemClause } from '@dejfa/sigma';
import type { TableOptions } from './terminal-table.ts';
import { escapeLine, paint } from './terminal-text.ts';

type LogSource = Explanation['logsource']['wanted'];

/** Why a rule fired or did not, clause by clause, for people; `place` names the event. */
export function formatExplanation(explanation: Explanation, place: string, options: TableOptions): string {
  const { rule, fired, logsource, condition } = explanation;
  const verdict = fired
    ? paint('fires', 'green', options.colour)
    : paint('does not fire', 'red', options.colour);
  const actual = logsource.actual.map(sourceText).join('; or ');
  const lines = [
    `${paint(escapeLine(rule.title), 'bold', options.colour)} ${verdict} on ${escapeLine(place)}`,
    `${mark(logsource.holds, options)} log source: the rule is for ${sourceText(logsource.wanted)}; the event is of ${actual}`,
    ...clauseLines(condition, { options, depth: 0 }),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What an event is to a correlation rule, for people. */
export function formatCorrelation(
  found: CorrelationExplanation,
  place: string,
  options: TableOptions,
): string {
  const verdict = found.counts
    ? paint('counts', 'green', options.colour)
    : paint('does not count', 'red', options.colour);
  const fired = found.inputs.some((input) => input.fired === true);
  const lines = [
    `${paint(escapeLine(found.rule.title), 'bold', options.colour)} ${verdict} ${escapeLine(place)}; it takes ${escapeLine(found.asks)}`,
    `${mark(fired, options)} one of its rules fires`,
    ...found.inputs.map(
      (input) =>
        `  ${input.fired === null ? '·' : mark(input.fired, options)} ${escapeLine(input.reference)}${input.fired === null ? ' (a correlation itself)' : ''}`,
    ),
    ...found.fields.map(({ field, looked, values }) => {
      const name = field === looked ? field : `${field} (here ${looked})`;
      const text =
        values.length === 0 ? 'the event has none' : values.map((value) => JSON.stringify(value)).join(', ');
      return `${mark(values.length > 0, options)} ${escapeLine(`${name}: ${text}`)}`;
    }),
  ];
  return lines
    .map(
      (line) => `${line}
`,
    )
    .join('');
}

interface Layout {
  readonly options: TableOptions;
  readonly depth: number;
}

const JOINED = { and: 'all of these', or: 'one of these' } as const;

function clauseLines(clause: Clause, layout: Layout): readonly string[] {
  const inner = { ...layout, depth: layout.depth + 1 };
  const head = (text: string) => `${'  '.repeat(layout.depth)}${mark(clause.holds, layout.options)} ${text}`;
  switch (clause.kind) {
    case 'and':
    case 'or':
      return [head(JOINED[clause.kind]), ...clause.parts.flatMap((part) => clauseLines(part, inner))];
    case 'not':
      return [head('not'), ...clauseLines(clause.part, inner)];
    case 'detection':
      return [head(escapeLine(nameOf(clause))), ...clauseLines(clause.part, inner)];
    case 'item':
      return itemLines(clause, layout);
  }
}

function nameOf({ name, filter }: Extract<Clause, { kind: 'detection' }>): string {
  return filter === undefined ? name : `${name} (of the filter "${filter}")`;
}

function itemLines(item: ItemClause, { options, depth }: Layout): readonly string[] {
  const indent = '  '.repeat(depth);
  const field = item.field === null ? 'any value' : escapeLine(item.field);
  const not = item.negated ? 'not: ' : '';
  const [only] = item.asked;
  const lines =
    item.asked.length === 1 && only !== undefined
      ? [`${indent}${mark(item.holds, options)} ${field} ${not}${escapeLine(only.text)}`]
      : [
          `${indent}${mark(item.holds, options)} ${field} ${not}${item.all ? 'all of' : 'one of'}`,
          ...item.asked.map(({ text, holds }) => `${indent}    ${mark(holds, options)} ${escapeLine(text)}`),
        ];
  if (item.field !== null)
    lines.push(`${indent}    event: ${paint(valuesText(item.values), 'dim', options.colour)}`);
  if (item.hint !== null)
    lines.push(`${indent}    hint: ${paint(escapeLine(item.hint), 'yellow', options.colour)}`);
  return lines;
}

function valuesText(values: readonly string[] | null): string {
  if (values === null) return 'has no such field';
  return values.length === 0 ? 'an empty list' : values.map(escapeLine).join(', ');
}

function mark(holds: boolean, { colour }: TableOptions): string {
  return holds ? paint('✓', 'green', colour) : paint('✗', 'red', colour);
}

function sourceText({ product, category, service }: LogSource): string {
  const parts = Object.entries({ product, category, service }).filter(([, value]) => value !== undefined);
  return parts.length === 0
    ? 'no known log source'
    : parts.map(([name, value]) => escapeLine(`${name} ${value}`)).join(', ');
}
