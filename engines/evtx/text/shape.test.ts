import { describe, expect, it } from 'vitest';
import { documentOf, formatXml } from '../record.ts';
import {
  buildChunk,
  buildFile,
  type Entry,
  type Markup,
  text,
  u16,
  u32,
  u64,
  WRITTEN,
} from '../testing/build-evtx.ts';
import { readAll } from '../testing/read-all.ts';

const leaf = (name: string, slot: number, optional = false): Markup => ({
  name,
  children: [{ slot, optional }],
});
const data = (name: string, slot: number): Markup => ({
  name: 'Data',
  attributes: { Name: name },
  children: [{ slot }],
});

const SYSTEM: Markup = {
  name: 'System',
  children: [
    { name: 'Provider', attributes: { Name: 'P', Guid: { slot: 0, optional: true } } },
    { name: 'EventID', attributes: { Qualifiers: { slot: 1, optional: true } }, children: [{ slot: 2 }] },
    leaf('Level', 3),
    { name: 'TimeCreated', attributes: { SystemTime: { slot: 4 } } },
    { name: 'Correlation', attributes: { ActivityID: { slot: 0, optional: true } } },
    { name: 'Execution', attributes: { ProcessID: { slot: 5 } } },
    { name: 'Channel', children: ['Security'] },
    leaf('Computer', 6),
    { name: 'Security', attributes: { UserID: { slot: 0, optional: true } } },
  ],
};

const VALUES = [
  { type: 0, bytes: Buffer.alloc(0) },
  { type: 0, bytes: Buffer.alloc(0) },
  { type: 6, bytes: u16(4688) },
  { type: 4, bytes: Buffer.from([4]) },
  { type: 0x11, bytes: u64(WRITTEN) },
  { type: 8, bytes: u32(1234) },
  text('host'),
];

const FIELDS = {
  Provider_Name: 'P',
  EventID: 4688,
  Level: 4,
  TimeCreated: '2026-01-02T03:04:05.6789012Z',
  Execution_ProcessID: 1234,
  Channel: 'Security',
  Computer: 'host',
};

const event = (...parts: readonly Markup[]): Markup => ({
  name: 'Event',
  attributes: { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
  children: [SYSTEM, ...parts],
});

function read(entry: Entry) {
  const reading = readAll(buildFile([buildChunk([entry])]));
  expect(reading.diagnostics).toEqual([]);
  const line = reading.lines[0] ?? 'null';
  expect(line.endsWith('}\n')).toBe(true);
  const fields: unknown = JSON.parse(line);
  expect(fields).toEqual(reading.fields[0]);
  return { fields, record: reading.records[0] };
}

describe('the fields of an event', () => {
  it('are those of System, attributes with their element before them, empty ones left out', () => {
    expect(read({ root: event(), values: VALUES }).fields).toEqual(FIELDS);
  });

  it.each<readonly [what: string, parts: readonly Markup[], wanted: object]>([
    [
      'named data',
      [{ name: 'EventData', children: [data('Product Name', 6), data('n', 5)] }],
      { 'Product Name': 'host', n: 1234 },
    ],
    ['data without a value', [{ name: 'EventData', children: [data('a', 0)] }], { a: null }],
    [
      'data without content',
      [{ name: 'EventData', children: [{ name: 'Data', attributes: { Name: 'a' } }] }],
      { a: null },
    ],
    ['data that may be left out', [{ name: 'EventData', children: [leaf('Binary', 0, true)] }], {}],
    ['one unnamed Data', [{ name: 'EventData', children: [leaf('Data', 6)] }], { Data: 'host' }],
    [
      'repeated Data',
      [
        {
          name: 'EventData',
          children: [leaf('Data', 6), { name: 'Data', children: ['x'] }, leaf('Data', 5)],
        },
      ],
      { Data: ['host', 'x', 1234] },
    ],
    [
      'repeated Data of which some may be left out',
      [{ name: 'EventData', children: [leaf('Data', 0, true), leaf('Data', 6), leaf('Data', 0, true)] }],
      { Data: 'host' },
    ],
    [
      'a field that takes the place of one of System',
      [{ name: 'EventData', children: [data('Level', 6)] }],
      { Level: 'host' },
    ],
    [
      'fields that would hide who and where',
      [{ name: 'EventData', children: [data('EventID', 6), data('Computer', 5), data('Provider_Name', 5)] }],
      { 'EventData.EventID': 'host', 'EventData.Computer': 1234, 'EventData.Provider_Name': 1234 },
    ],
    [
      'user data',
      [
        {
          name: 'UserData',
          children: [
            {
              name: 'X',
              attributes: { xmlns: 'u' },
              children: [
                leaf('a', 6),
                { name: 'Error', attributes: { Code: { slot: 5 } } },
                { name: 'b', children: [leaf('c', 5)] },
              ],
            },
          ],
        },
      ],
      { a: 'host', Error: null, Error_Code: 1234, 'b.c': 1234 },
    ],
    ['user data of one element', [{ name: 'UserData', children: [leaf('X', 6)] }], { X: 'host' }],
    [
      'what a collector rendered',
      [
        {
          name: 'RenderingInfo',
          children: [
            { name: 'Message', children: ['m'] },
            { name: 'Level', children: ['Information'] },
          ],
        },
      ],
      { Message: 'm', 'RenderingInfo.Level': 'Information' },
    ],
    [
      'an error of the log',
      [{ name: 'ProcessingErrorData', children: [leaf('ErrorCode', 5)] }],
      { ErrorCode: 1234 },
    ],
    [
      'text of several parts',
      [
        {
          name: 'EventData',
          children: [
            { name: 'a', children: ['x', { entity: 'amp' }, { charRef: 65 }, { cdata: '<' }, { slot: 5 }] },
          ],
        },
      ],
      { a: 'x&A<1234' },
    ],
  ])('%s', (_, parts, wanted) => {
    expect(read({ root: event(...parts), values: VALUES }).fields).toEqual({ ...FIELDS, ...wanted });
  });

  it('are read from a record without a template', () => {
    const root = {
      name: 'Event',
      children: [{ name: 'EventData', children: ['t', { name: 'a', children: ['b'] }] }],
    };
    expect(read({ root, isPlain: true }).fields).toEqual({ a: 'b' });
  });

  it('are those of System alone when the data are damaged', () => {
    const root = { ...event(), children: [SYSTEM, { slot: 7 }] };
    const nested = { type: 0x21, bytes: Buffer.from('0f0101001f', 'hex') };
    const { lines, fields, diagnostics } = readAll(
      buildFile([buildChunk([{ root, values: [...VALUES, nested] }])]),
    );
    expect(JSON.parse(lines[0] ?? 'null')).toEqual(FIELDS);
    expect(fields[0]).toEqual(FIELDS);
    expect(diagnostics[0]).toMatch(
      /^a\.evtx@0x[0-9a-f]+: warning evtx\.partial-record: The data of a record cannot be decoded: an unexpected token 0x1f\n {2}help: Only the fields of its System part are given\.$/,
    );
  });

  it('cannot reach a prototype', () => {
    const root = { name: 'Event', children: [{ name: 'EventData', children: [data('__proto__', 0)] }] };
    const { fields } = read({ root, values: [text('x')] });
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
    expect(Object.keys(fields as object)).toEqual(['__proto__']);
  });
});

describe('the whole event', () => {
  const { record } = read({
    root: event({ name: 'EventData', children: [data('a', 6), leaf('Data', 5), leaf('Data', 5)] }),
    values: VALUES,
  });

  it('is nested as other tools nest it', () => {
    expect(record && documentOf(record)).toEqual({
      Event: {
        '#attributes': { xmlns: 'http://schemas.microsoft.com/win/2004/08/events/event' },
        System: {
          Provider: { '#attributes': { Name: 'P' } },
          EventID: 4688,
          Level: 4,
          TimeCreated: { '#attributes': { SystemTime: '2026-01-02T03:04:05.6789012Z' } },
          Correlation: null,
          Execution: { '#attributes': { ProcessID: 1234 } },
          Channel: 'Security',
          Computer: 'host',
          Security: null,
        },
        EventData: { a: 'host', Data: [1234, 1234] },
      },
    });
  });

  it('is written as XML', () => {
    expect(record && formatXml(record)).toContain('    <Data Name="a">host</Data>\n    <Data>1234</Data>\n');
  });

  it('says when it was written, and where it stands', () => {
    expect(record).toMatchObject({
      id: 1,
      writtenMs: Date.parse('2026-01-02T03:04:05.678Z'),
      offset: 4096 + 512,
      origin: 'log',
    });
  });
});
