import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt, Event, Incident, Receipt, Signal } from '../../model/index.ts';
import { attemptRow, parseAttemptRow } from './attempt-row.ts';
import { eventRow, parseEventRow } from './event-row.ts';
import { incidentRow, parseIncidentRow } from './incident-row.ts';
import type { Row } from './read-row.ts';
import { parseReceiptRow, receiptRow } from './receipt-row.ts';
import { parseSignalRow, signalRow } from './signal-row.ts';

const STAMP = { storedMs: 1, version: 1 };

/** Any UTF-16 text, lone surrogates and NUL included. */
const text = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 })
  .map((units) => String.fromCharCode(...units));
const textOrNull = fc.option(text);
const time = fc.integer({ min: -4.5e15, max: 4.5e15 });
const count = fc.nat();
const texts = fc.array(text, { maxLength: 4 });
const actor = fc.record({ kind: fc.constantFrom('address' as const, 'account' as const), value: text });
const severity = fc.constantFrom('informational' as const, 'critical' as const);
const rsit = fc.constantFrom('intrusions' as const, 'other' as const);

const event: fc.Arbitrary<Event> = fc.record({
  id: text,
  timeMs: time,
  receivedMs: time,
  source: text,
  format: text,
  logsource: fc.record({ product: text, category: text, service: text }, { requiredKeys: [] }),
  service: textOrNull,
  host: textOrNull,
  actor: fc.option(actor),
  fields: fc.dictionary(
    text.filter((name) => name !== '__proto__'),
    text,
    { noNullPrototype: true },
  ),
  raw: text,
  simulated: fc.boolean(),
});

const signal: fc.Arbitrary<Signal> = fc.record({
  id: text,
  timeMs: time,
  eventId: text,
  source: text,
  service: textOrNull,
  host: textOrNull,
  actor: fc.option(actor),
  rule: fc.record({ engine: fc.constant('sigma' as const), id: text, title: text, pack: text }),
  severity,
  rsit,
  techniques: texts,
  message: text,
  parts: fc.array(fc.record({ target: text, value: text }), { maxLength: 3 }),
  score: fc.integer(),
  effect: fc.constantFrom('blocked' as const, 'unknown' as const),
});

const receipt: fc.Arbitrary<Receipt> = fc.record({
  id: text,
  timeMs: time,
  enforcer: text,
  effect: fc.constantFrom('blocked' as const, 'allowed' as const),
  decisionId: textOrNull,
  eventId: text,
  reference: text,
  service: textOrNull,
});

const attempt: fc.Arbitrary<Attempt> = fc.record({
  id: text,
  actor,
  service: text,
  rsit,
  origin: fc.constantFrom('unknown' as const, 'own-test' as const),
  firstMs: time,
  lastMs: time,
  state: fc.constantFrom('open' as const, 'closed' as const),
  outcome: fc.constantFrom('blocked' as const, 'unknown' as const),
  severity,
  signalCount: count,
  eventCount: count,
  blockedCount: count,
  rules: fc.array(fc.record({ id: text, title: text, count }), { maxLength: 3 }),
  techniques: texts,
  eventIds: texts,
  receiptIds: texts,
  simulated: fc.boolean(),
});

const incident: fc.Arbitrary<Incident> = fc.record({
  id: text,
  title: text,
  state: fc.constantFrom('new' as const, 'false-positive' as const),
  severity,
  classes: fc.array(rsit, { maxLength: 2 }),
  actors: fc.array(actor, { maxLength: 3 }),
  services: texts,
  firstMs: time,
  lastMs: time,
  attemptIds: texts,
  techniques: texts,
  links: texts,
  simulated: fc.boolean(),
});

/** As the engine does it: rows go in as UTF-8 JSON, and come back as JSON. */
function throughUtf8(row: Row): Row {
  return JSON.parse(
    new TextDecoder('utf-8', { fatal: true }).decode(new TextEncoder().encode(JSON.stringify(row))),
  );
}

function hasLoneSurrogate(row: Row): boolean {
  return /\\ud[89a-f]/i.test(JSON.stringify({ ...row, exact: '', fields: '', parts: '' }));
}

function expectRoundTrip<T>(
  value: T,
  write: (value: T, stamp: typeof STAMP) => Row,
  read: (row: Row) => T,
): void {
  const row = write(value, STAMP);
  expect(hasLoneSurrogate(row)).toBe(false);
  expect(read(throughUtf8(row))).toEqual(value);
}

describe('rows give back the value that they were made of', () => {
  it('events', () => {
    fc.assert(fc.property(event, (value) => expectRoundTrip(value, eventRow, parseEventRow)));
  });
  it('signals', () => {
    fc.assert(fc.property(signal, (value) => expectRoundTrip(value, signalRow, parseSignalRow)));
  });
  it('receipts', () => {
    fc.assert(fc.property(receipt, (value) => expectRoundTrip(value, receiptRow, parseReceiptRow)));
  });
  it('attempts', () => {
    fc.assert(fc.property(attempt, (value) => expectRoundTrip(value, attemptRow, parseAttemptRow)));
  });
  it('incidents', () => {
    fc.assert(fc.property(incident, (value) => expectRoundTrip(value, incidentRow, parseIncidentRow)));
  });
});

it.each([
  ['a column gone', { id: undefined }, 'has undefined in column id, not text'],
  ['text where a number belongs', { time_ms: 'soon' }, 'has string in column time_ms, not a number'],
  ['broken JSON', { fields: '{' }, 'has broken JSON in column fields'],
])('a row with %s is damaged, in words', (_, change, words) => {
  const [value] = fc.sample(
    event.filter(({ raw, id }) => raw.isWellFormed() && id.isWellFormed()),
    1,
  );
  if (value === undefined) throw new Error('no sample');
  const row = { ...eventRow(value, STAMP), exact: '', ...change };
  expect(() => parseEventRow(row)).toThrow(words);
});
