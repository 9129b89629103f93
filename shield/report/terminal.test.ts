import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration } from './duration-text.ts';
import { formatMarked } from './marked-value.ts';
import { formatTable } from './terminal-table.ts';
import { escapeControls, escapeLine, fit, paint, widthOf } from './terminal-text.ts';

describe('text of others', () => {
  it.each([
    ['\u001b[2J', '\\x1b[2J'],
    ['a\rb', 'a\\x0db'],
    ['\u009b31m', '\\x9b31m'],
    ['\u202egnp.exe', '\\u202egnp.exe'],
    ['\u2066x\u2069', '\\u2066x\\u2069'],
    ['سلام, 世界 🏰', 'سلام, 世界 🏰'],
    ['a\tb\nc', 'a\tb\nc'],
  ])('%j is shown as %j', (text, shown) => expect(escapeControls(text)).toBe(shown));

  it('never keeps a character that steers a terminal', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => !/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(escapeLine(text)),
      ),
    );
  });
});

it.each([
  ['abc', 3],
  ['世界', 4],
  ['🏰', 2],
  ['e\u0301', 1],
  ['سلام', 4],
  [paint('abc', 'red', true), 3],
])('the width of %j is %i', (text, width) => expect(widthOf(text)).toBe(width));

it('cuts to a width, with an ellipsis', () => {
  expect(fit('abcdef', 6)).toBe('abcdef');
  expect(fit('abcdef', 4)).toBe('abc…');
  expect(fit('世界世界', 5)).toBe('世界…');
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 1, max: 20 }),
      (text, columns) => widthOf(fit(escapeLine(text), columns)) <= columns,
    ),
  );
});

describe('a table', () => {
  const rows = [
    { name: 'crs', count: 800, why: 'a long sentence about something' },
    { name: 'سیگما', count: 3, why: 'a\u001b[31m\nb' },
  ];
  const columns = [
    { title: 'NAME', text: (row: (typeof rows)[0]) => row.name },
    { title: 'N', align: 'right' as const, text: (row: (typeof rows)[0]) => String(row.count) },
    { title: 'WHY', text: (row: (typeof rows)[0]) => row.why, shrinkTo: 8, style: () => 'red' as const },
  ];

  it('aligns, escapes and shrinks', () => {
    expect(formatTable(rows, columns, { columns: 80, colour: false })).toBe(
      'NAME     N  WHY\ncrs    800  a long sentence about something\nسیگما    3  a\\x1b[31m\\nb\n',
    );
    expect(formatTable(rows, columns, { columns: 24, colour: false })).toBe(
      'NAME     N  WHY\ncrs    800  a long sent…\nسیگما    3  a\\x1b[31m\\nb\n',
    );
  });

  it('is painted only where colours are wanted, and is as wide then', () => {
    const painted = formatTable(rows, columns, { columns: 80, colour: true });
    expect(painted).toContain('\u001b[31ma long');
    expect(painted.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, '')).toBe(
      formatTable(rows, columns, { columns: 80, colour: false }),
    );
  });
});

describe('a marked value', () => {
  it.each([
    [{ value: 'a marker b', span: { start: 2, length: 6 } }, 'a ⟦marker⟧ b'],
    [{ value: 'no span' }, 'no span'],
    [{ value: 'x\u001by', span: { start: 1, length: 1 } }, 'x⟦\\x1b⟧y'],
    [{ value: 'abc', span: { start: 1, length: 99 } }, 'a⟦bc⟧'],
    [{ value: 'abc', span: { start: 1, length: 0 } }, 'abc'],
    [
      { value: `${'a'.repeat(100)}MARK${'b'.repeat(100)}`, span: { start: 100, length: 4 } },
      `…${'a'.repeat(13)}⟦MARK⟧${'b'.repeat(13)}…`,
    ],
  ])('%j is shown as %s', (marked, shown) => {
    expect(formatMarked(marked, { columns: 30, colour: false })).toBe(shown);
  });

  it('is reversed where there are colours', () => {
    const marked = { value: 'a b', span: { start: 2, length: 1 } };
    expect(formatMarked(marked, { columns: 30, colour: true })).toBe('a \u001b[7mb\u001b[27m');
  });
});

it.each([
  [0, '0s'],
  [999, '0s'],
  [45_000, '45s'],
  [90_000, '1m 30s'],
  [14 * 86_400_000, '14d'],
  [86_400_000 + 3_600_000 + 5, '1d 1h'],
])('%i ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
