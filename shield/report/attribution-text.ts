import type { Attribution, Candidate, Hypothesis } from '../model/index.ts';
import { formatTable, type TableOptions } from './terminal-table.ts';
import { escapeLine, paint } from './terminal-text.ts';

const PIECES_SHOWN = 6;
const HYPOTHESES_WITH_REASONS = 2;
/** A change of odds by less than 2.5 % is not worth a line. */
const WORTH_A_LINE = 0.025;

/** An answer for people: what is said, all hypotheses, the reasons, and how to go on. */
export function formatAttribution(answer: Attribution, options: TableOptions): string {
  const leading = answer.hypotheses
    .filter(({ candidate }) => candidate.kind === 'actor')
    .slice(0, HYPOTHESES_WITH_REASONS);
  const parts = [
    wrap(answer.summary, options.columns),
    hypothesisTable(answer, options),
    ...leading.map((hypothesis) => reasons(hypothesis, options)),
    competing(answer, options),
    section(
      'What would tell the leading two apart',
      answer.separators.map(({ statement }) => statement),
      options,
    ),
    section('If evidence was planted', [answer.stakes.statement], options),
    section(`Confidence: ${answer.confidence.level}`, answer.confidence.reasons, options),
    section(
      'Not used',
      answer.unused.map(({ what, why }) => `${what}: ${why}`),
      options,
    ),
    section(
      'How to check',
      [
        `method: ${answer.method}`,
        `facts: ${answer.facts}`,
        'the references are those of ATT&CK; weights are logarithms of odds, with the piece less without it',
      ],
      options,
    ),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

/** What a candidate is called. */
export function candidateName(candidate: Candidate): string {
  if (candidate.kind === 'actor') return `${candidate.name} (${candidate.id})`;
  return candidate.kind === 'unknown-actor' ? 'an actor we do not know' : 'not enough to say';
}

function hypothesisTable({ hypotheses, unlisted, threshold }: Attribution, options: TableOptions): string {
  const table = formatTable(
    hypotheses,
    [
      { title: 'HYPOTHESIS', text: ({ candidate }) => candidateName(candidate), shrinkTo: 20 },
      { title: 'PROBABILITY', align: 'right', text: ({ probability }) => percent(probability) },
      { title: 'IN WORDS', text: ({ likelihood }) => likelihood ?? '' },
    ],
    options,
  );
  return `${table}all other known actors: ${percent(unlisted)}; a name is given from ${percent(threshold)} on\n`;
}

function reasons({ candidate, evidence }: Hypothesis, options: TableOptions): string {
  const worth = evidence.filter(({ weight }) => Math.abs(weight) >= WORTH_A_LINE);
  const speaks = (sign: number) =>
    worth.filter(({ weight }) => weight * sign > 0).sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const lines = (
    [
      ['for', 1],
      ['against', -1],
    ] as const
  ).flatMap(([word, sign]) => {
    const all = speaks(sign);
    const shown = all
      .slice(0, PIECES_SHOWN)
      .map(({ statement, source, weight }) => `${word} ${signed(weight)}: ${statement} [${source}]`);
    return all.length > PIECES_SHOWN ? [...shown, `and ${all.length - PIECES_SHOWN} more ${word} it`] : shown;
  });
  return section(candidateName(candidate), lines, options);
}

function competing({ ach }: Attribution, options: TableOptions): string {
  if (ach.rows.length === 0) return '';
  const rows = [
    ...ach.rows.map(({ statement, cells }) => [statement, ...cells.map(({ consistency }) => consistency)]),
    ['speaks against it, in all', ...ach.inconsistency.map((sum) => sum.toFixed(1))],
  ];
  const table = formatTable(
    rows,
    [
      { title: 'EVIDENCE', text: ([statement = '']) => statement, shrinkTo: 20 },
      ...ach.candidates.map((candidate, place) => ({
        title: candidate.kind === 'actor' ? candidate.id : 'unknown',
        text: (row: readonly string[]) => row[place + 1] ?? '',
      })),
    ],
    options,
  );
  return `${paint('Competing hypotheses', 'bold', options.colour)} (CC very consistent, C consistent, N neither, I inconsistent, II very)\n${table}`;
}

function section(title: string, lines: readonly string[], options: TableOptions): string {
  if (lines.length === 0) return '';
  const body = lines.map((line) => wrap(line, options.columns, '  '));
  return `${paint(escapeLine(title), 'bold', options.colour)}\n${body.join('')}`;
}

/** Breaks at spaces; every line is indented, continued ones by two more. */
function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of escapeLine(text).split(' ')) {
    const isEmpty = line.trim() === '';
    if (!isEmpty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = indent === '' ? word : `${indent}  ${word}`;
    } else line = isEmpty ? `${line}${word}` : `${line} ${word}`;
  }
  return `${[...lines, line].join('\n')}\n`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function signed(weight: number): string {
  return `${weight > 0 ? '+' : ''}${weight.toFixed(2)}`;
}
