import { formatDiagnostic } from '@dejfa/diagnostics';
import { formatTable } from '../report/terminal-table.ts';
import { escapeControls, paint } from '../report/terminal-text.ts';
import type { ContentSurvey, PackSurvey, RuleCounts } from './content-survey.ts';

export interface ContentListOptions {
  readonly columns: number;
  readonly colour: boolean;
  /** Show each rule that is not run. */
  readonly problems: boolean;
}

interface Row {
  readonly pack: PackSurvey;
  readonly rules: RuleCounts;
}

/** The packs as a table, what could not be read, and on demand every rule that is not run. */
export function formatContentList(survey: ContentSurvey, options: ContentListOptions): string {
  const rows = survey.packs.flatMap((pack) => pack.rules.map((rules): Row => ({ pack, rules })));
  const number = (value: number) => value.toLocaleString('en-US');
  const table = formatTable(
    rows,
    [
      { title: 'PACK', text: ({ pack }) => pack.name },
      { title: 'VERSION', text: ({ pack }) => pack.version, shrinkTo: 8 },
      { title: 'ENGINE', text: ({ rules }) => rules.engine },
      { title: 'RULES', align: 'right', text: ({ rules }) => number(rules.read) },
      { title: 'LOADED', align: 'right', text: ({ rules }) => number(rules.loaded) },
      { title: 'DISABLED', align: 'right', text: ({ rules }) => number(rules.disabled) },
      {
        title: 'REFUSED',
        align: 'right',
        text: ({ rules }) => number(rules.refused),
        style: ({ rules }) => (rules.refused > 0 ? 'yellow' : null),
      },
      { title: 'LICENCE', text: ({ pack }) => pack.licence ?? 'not stated', shrinkTo: 10 },
      { title: 'FROM', text: ({ pack }) => `${pack.origin}: ${pack.folders[0] ?? ''}`, shrinkTo: 20 },
    ],
    options,
  );
  const faults = survey.diagnostics.map((d) => `${formatDiagnostic(d)}\n`);
  const parts = [rows.length === 0 ? 'No rules are loaded.\n' : table, ...faults];
  parts.push(...(options.problems ? rows.flatMap((row) => problemsOf(row, options.colour)) : [hintOf(rows)]));
  return parts.filter((part) => part !== '').join('\n');
}

function hintOf(rows: readonly Row[]): string {
  const notRun = rows.reduce((sum, { rules }) => sum + rules.disabled + rules.refused, 0);
  return notRun === 0 ? '' : `${notRun} rules are not run: dejfa content list --problems says why.\n`;
}

function problemsOf({ pack, rules }: Row, colour: boolean): readonly string[] {
  const title = paint(`${escapeControls(pack.name)} (${rules.engine})`, 'bold', colour);
  const off = rules.engine === 'sigma' ? pack.switchedOff : [];
  const lines = [
    ...off.map(({ id, path }) => `${escapeControls(path)}: ${escapeControls(id)} is in content.disable\n`),
    ...rules.diagnostics.map((d) => `${formatDiagnostic(d)}\n`),
    ...pack.leftOut.map(
      (folder) => `${escapeControls(folder)} is not read: tests, tools, or rules given up\n`,
    ),
  ];
  return lines.length === 0 ? [] : [`${title}\n${lines.join('')}`];
}
