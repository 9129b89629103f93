import { escapeLine, fit, paint, type Style, widthOf } from './terminal-text.ts';

/** One column of a table on the terminal. */
export interface Column<Row> {
  readonly title: string;
  /** The cell's text as it came; the table escapes it. */
  readonly text: (row: Row) => string;
  readonly align?: 'left' | 'right';
  readonly style?: (row: Row) => Style | null;
  /** Narrowest that it may be cut to when the terminal is small; absent: never cut. */
  readonly shrinkTo?: number;
}

/** What the terminal can show; `columns`: its width in characters. */
export interface TableOptions {
  readonly columns: number;
  readonly colour: boolean;
}

const GAP = '  ';

/** Rows as aligned text with a head line, each line ended; columns with `shrinkTo` give way in a small terminal. */
export function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions,
): string {
  const texts = rows.map((row) => columns.map((column) => escapeLine(column.text(row))));
  const natural = columns.map((column, at) =>
    Math.max(widthOf(column.title), ...texts.map((cells) => widthOf(cells[at] ?? ''))),
  );
  const widths = shrink(natural, columns, options.columns);
  const head = joinCells(
    columns.map((column, at) =>
      pad(paint(column.title, 'bold', options.colour), widths[at] ?? 0, column.align),
    ),
  );
  const lines = rows.map((row, line) =>
    joinCells(
      columns.map((column, at) => {
        const width = widths[at] ?? 0;
        const text = fit(texts[line]?.[at] ?? '', width);
        const style = column.style?.(row) ?? null;
        return pad(style === null ? text : paint(text, style, options.colour), width, column.align);
      }),
    ),
  );
  return [head, ...lines].map((text) => `${text}\n`).join('');
}

/** Takes what is too much from the columns that may shrink, the widest first. */
function shrink<Row>(
  natural: readonly number[],
  columns: readonly Column<Row>[],
  available: number,
): readonly number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - available;
  const candidates = columns
    .flatMap(({ shrinkTo }, at) => (shrinkTo === undefined ? [] : [{ at, least: shrinkTo }]))
    .sort((a, b) => (natural[b.at] ?? 0) - (natural[a.at] ?? 0));
  for (const { at, least } of candidates) {
    const width = widths[at] ?? 0;
    const taken = Math.max(0, Math.min(excess, width - least));
    widths[at] = width - taken;
    excess -= taken;
  }
  return widths;
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? spaces + text : text + spaces;
}

function joinCells(cells: readonly string[]): string {
  return cells.join(GAP).trimEnd();
}
