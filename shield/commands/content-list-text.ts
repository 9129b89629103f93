import { formatDiagnostic } from '@dejfa/diagnostics';
import type { RuleProblem } from '../ports/index.ts';
import { formatTable } from '../report/terminal-table.ts';
import { escapeLine, paint } from '../report/terminal-text.ts';
import type { ContentSurvey, PackSurvey } from './content-survey.ts';

export interface ContentListOptions {
  readonly columns: number;
  readonly colour: boolean;
  /** Show each rule that is not run. */
  readonly problems: boolean;
}

interface Row {
  readonly pack: PackSurvey;
  readonly engine: PackSurvey['engines'][number];
}

/** The packs as a table, what could not be read, and on demand every rule that is not run. */
export function formatContentList(survey: ContentSurvey, options: ContentListOptions): string {
  const rows = survey.packs.flatMap((pack) => pack.engines.map((engine): Row => ({ pack, engine })));
  const number = (value: number) => value.toLocaleString('en-US');
  const table = formatTable(
    rows,
    [
      { title: 'PACK', text: ({ pack }) => pack.name },
      { title: 'VERSION', text: ({ pack }) => pack.version, shrinkTo: 8 },
      { title: 'ENGINE', text: ({ engine }) => engine.engine },
      { title: 'RULES', align: 'right', text: ({ engine }) => number(engine.rules.read) },
      { title: 'LOADED', align: 'right', text: ({ engine }) => number(engine.rules.loaded) },
      { title: 'DISABLED', align: 'right', text: ({ engine }) => number(engine.rules.disabled) },
      {
        title: 'REFUSED',
        align: 'right',
        text: ({ engine }) => number(engine.rules.refused),
        style: ({ engine }) => (engine.rules.refused > 0 ? 'yellow' : null),
      },
      { title: 'LICENCE', text: ({ pack }) => pack.licence ?? 'not stated', shrinkTo: 10 },
      { title: 'FROM', text: ({ pack }) => `${pack.origin}: ${pack.folders[0] ?? ''}`, shrinkTo: 20 },
    ],
    options,
  );
  const faults = survey.diagnostics.map((d) => `${formatDiagnostic(d)}\n`);
  const parts = [rows.length === 0 ? 'No rules are loaded.\n' : table, ...faults];
  parts.push(...(options.problems ? rows.flatMap((row) => problemsOf(row, options.colour)) : [hintOf(rows)]));
  if (rows.some(({ engine }) => engine.engine === 'seclang')) {
    const lists = survey.asksBlocklists
      ? 'asked about each client'
      : 'not asked, and rules with it are refused; content.blocklists.ask turns it on';
    parts.push(
      `Countries of addresses (@geoLookup): ${escapeLine(survey.countries)}\nBlock lists (@rbl): ${lists}\n`,
    );
  }
  return parts.filter((part) => part !== '').join('\n');
}

function hintOf(rows: readonly Row[]): string {
  const notRun = rows.reduce((sum, { engine }) => sum + engine.rules.disabled + engine.rules.refused, 0);
  return notRun === 0 ? '' : `${notRun} rules are not run: dejfa content list --problems says why.\n`;
}

function problemsOf({ pack, engine }: Row, colour: boolean): readonly string[] {
  const title = paint(`${escapeLine(pack.name)} (${engine.engine})`, 'bold', colour);
  const lines = [
    ...engine.problems.map(formatProblem),
    ...pack.leftOut.map((folder) => `  ${escapeLine(folder)} is not read: tests, tools, or rules given up\n`),
  ];
  return lines.length === 0 ? [] : [`${title}\n${lines.join('')}`];
}

function formatProblem({ kind, code, rule, place, message, help }: RuleProblem): string {
  const about = rule === null ? '' : `rule ${rule}: `;
  const lines = [
    `${place}: ${kind} ${code}: ${about}${message}`,
    ...(help === null ? [] : [`  help: ${help}`]),
  ];
  return lines.map((line) => `  ${escapeLine(line)}\n`).join('');
}
