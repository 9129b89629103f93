import { describe, expect, it } from 'vitest';
import { AutoParser } from '../auto.ts';
import { openWindowsXml } from './windows-xml.ts';

const CONTEXT = { receivedMs: 0, zoneOffsetMinutes: 0, fileName: '' };
const event = (id: number) =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><EventID>${id}</EventID><Channel>Security</Channel></System><EventData><Data Name='A'>1</Data></EventData></Event>`.replaceAll(
    "'",
    '"',
  );

describe('Windows events as XML', () => {
  it.each<[string, string, number, number]>([
    ['an event a line', event(1), 1, 0],
    [
      'as the event viewer saves them',
      `\ufeff<?xml version="1.0" encoding="utf-8"?><Events>${event(1)}${event(2)}</Events>`,
      2,
      0,
    ],
    ['with one that is damaged', `${event(1)}<Event><System></Event>`, 1, 1],
    ['cut off', `${event(1)}${event(2).slice(0, 90)}`, 1, 1],
  ])('%s', (_, line, records, failures) => {
    const parser = new AutoParser();
    expect(parser.prime([line], CONTEXT)).toBe('windows-xml');
    const result = parser.parse(line, CONTEXT);
    expect(result).toMatchObject({ kind: 'records', failures });
    const found = result.kind === 'records' ? result.records.map(({ fields }) => fields.EventID) : [];
    expect(found).toEqual(Array.from({ length: records }, (_each, at) => at + 1));
  });

  it('over several lines are refused, and what stands around them is passed over', () => {
    const kindOf = (line: string) => openWindowsXml().parse(line, CONTEXT).kind;
    expect(['<Events>', '</Events>', '<Event xmlns="x">', 'a word'].map(kindOf)).toEqual([
      'none',
      'none',
      'failure',
      'failure',
    ]);
  });
});
