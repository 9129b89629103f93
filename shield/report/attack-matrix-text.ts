import type { MatrixCell, MatrixColumn } from './attack-tactics.ts';
import { LEVEL_STYLES } from './level-style.ts';
import type { TableOptions } from './terminal-table.ts';
import { escapeLine, fit, paint, widthOf } from './terminal-text.ts';

const COLUMN_WIDTH = 30;
const GAP = 2;

/** Techniques shown under a tactic; the others are counted. */
const CELLS_SHOWN = 10;

/** The matrix with tactics side by side, in bands where the terminal is narrower than all of them. */
export function formatMatrix(columns: readonly MatrixColumn[], options: TableOptions): string {
  const perBand = Math.max(1, Math.floor((options.columns + GAP) / (COLUMN_WIDTH + GAP)));
  const width = Math.min(COLUMN_WIDTH, options.columns);
  const bands: string[] = [];
  for (let at = 0; at < columns.length; at += perBand) {
    bands.push(bandText(columns.slice(at, at + perBand), width, options));
  }
  return `${paint('ATT&CK: techniques by tactic, with hits', 'bold', options.colour)}\n${bands.join('\n')}`;
}

function bandText(columns: readonly MatrixColumn[], width: number, options: TableOptions): string {
  const texts = columns.map((column) => columnLines(column, width, options));
  const height = Math.max(...texts.map((lines) => lines.length));
  const rows = Array.from({ length: height }, (_, row) =>
    texts
      .map((lines) => lines[row] ?? '')
      .map((text) => text + ' '.repeat(Math.max(0, width - widthOf(text))))
      .join(' '.repeat(GAP))
      .trimEnd(),
  );
  return rows.map((row) => `${row}\n`).join('');
}

function columnLines(
  { tactic, cells }: MatrixColumn,
  width: number,
  { colour }: TableOptions,
): readonly string[] {
  const head = paint(fit(tacticTitle(tactic), width), 'bold', colour);
  const shown = cells.slice(0, CELLS_SHOWN).map((cell) => cellText(cell, width, colour));
  const more = cells.length - shown.length;
  return [head, ...shown, ...(more > 0 ? [`and ${more} more`] : [])];
}

function cellText({ technique, name, hits, level }: MatrixCell, width: number, colour: boolean): string {
  const count = hits.toLocaleString('en-US');
  const label = fit(escapeLine(`${technique} ${name}`.trim()), width - count.length - 1);
  const space = ' '.repeat(Math.max(1, width - widthOf(label) - count.length));
  return paint(label, LEVEL_STYLES[level], colour) + space + count;
}

/** `lateral-movement` as people read it. */
export function tacticTitle(tactic: string): string {
  const words = escapeLine(tactic).replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
