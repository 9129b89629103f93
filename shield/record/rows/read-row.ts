import { StoreError } from '../../ports/index.ts';

/** A row as the engine returns it, before it is read. */
export type Row = Readonly<Record<string, unknown>>;

function wrong(column: string, expected: string, found: unknown): StoreError {
  return new StoreError(
    'damaged',
    `a row of the store has ${found === null ? 'null' : typeof found} in column ${column}, not ${expected}. ` +
      'Was the table changed by hand? Restore it from a backup.',
  );
}

/** Text of a column. Throws where the column holds anything else, as do the readers below. */
export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw wrong(column, 'text', value);
  return value;
}

/** Text of a column that may be null. */
export function readTextOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : readText(row, column);
}

/** Whole numbers come unquoted, or quoted where a server's profile says so; both are read. */
export function readNumber(row: Row, column: string): number {
  const value = row[column];
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw wrong(column, 'a number', value);
  return number;
}

/** True or false of a column. */
export function readFlag(row: Row, column: string): boolean {
  const value = row[column];
  if (typeof value !== 'boolean') throw wrong(column, 'true or false', value);
  return value;
}

/** A list of texts of a column. */
export function readTexts(row: Row, column: string): readonly string[] {
  const value = row[column];
  if (!Array.isArray(value)) throw wrong(column, 'a list', value);
  return value.map((item: unknown) => {
    if (typeof item !== 'string') throw wrong(column, 'a list of texts', item);
    return item;
  });
}

/** A list of numbers of a column; 64-bit ones may come as text. */
export function readNumbers(row: Row, column: string): readonly number[] {
  const value = row[column];
  if (!Array.isArray(value)) throw wrong(column, 'a list', value);
  return value.map((item: unknown) => Number(item));
}

/** A column that this program wrote as JSON text. */
export function readJson(row: Row, column: string): unknown {
  const text = readText(row, column);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StoreError('damaged', `a row of the store has broken JSON in column ${column}.`, { cause });
  }
}
