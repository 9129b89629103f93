import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { SigmaEvent, SigmaValue } from '../api.ts';
import { loadSigma } from '../load.ts';
import { fieldValues } from '../oracle/event-values.ts';
import { SigmaCorrelator } from './correlator.ts';
import type { CorrelationHit } from './hit.ts';
import type { EventRef } from './item.ts';
import { correlatePlainly, type PlainObservation } from './oracle.ts';

const RULES = ['a', 'b', 'c'] as const;

const ruleTexts = RULES.map((name) =>
  stringify({
    title: `Rule ${name}`,
    id: `rule-${name}`,
    name,
    level: 'low',
    logsource: { product: 'p' },
    detection: { selection: { marks: name }, condition: 'selection' },
  }),
);

const operator = fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq', 'neq');
const comparison = fc
  .tuple(operator, fc.integer({ min: 0, max: 4 }))
  .map(([name, value]) => ({ [name]: value }));
const lasting = fc
  .tuple(fc.constantFrom('gt', 'gte'), fc.integer({ min: 1, max: 4 }))
  .map(([name, value]) => ({ [name]: value }));
const range = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 2, max: 5 }))
  .map(([gt, lte]) => ({ gt, lte }));
const condition = fc.oneof(comparison, lasting, range);

const measured = fc.oneof(
  condition.map((found) => ({ type: 'event_count', condition: found })),
  fc
    .tuple(condition, fc.constantFrom('v', ['v', 'user'], ['v', 'w']))
    .map(([found, field]) => ({ type: 'value_count', condition: { ...found, field } })),
  fc
    .tuple(
      fc.constantFrom('value_sum', 'value_max', 'value_min', 'value_avg', 'value_median'),
      condition,
      fc.constantFrom('v', 'w'),
    )
    .map(([type, found, field]) => ({ type, condition: { ...found, field } })),
  fc.tuple(condition, fc.integer({ min: 0, max: 100 })).map(([found, percentile]) => ({
    type: 'value_percentile',
    condition: { ...found, field: 'v', percentile },
  })),
  fc
    .integer({ min: 10, max: 60 })
    .map((lte) => ({ type: 'value_percentile', condition: { field: 'v', lte } })),
);

function temporalOver(rules: readonly string[]) {
  const [first = 'a', second = first] = rules;
  return fc.record(
    {
      type: fc.constantFrom('temporal', 'temporal_ordered'),
      condition: fc.oneof(
        condition,
        fc.constantFrom(
          rules.join(' and '),
          rules.join(' or '),
          `${first} and not ${second}`,
          `not (${first} and ${second}) or ${second}`,
        ),
      ),
    },
    { requiredKeys: ['type'] },
  );
}

const shared = fc.record(
  {
    'group-by': fc.constantFrom(['user'], ['user', 'host'], ['who'], []),
    timespan: fc.constantFrom('1s', '3s', '10s'),
    generate: fc.boolean(),
    aliases: fc.constant({ who: { a: 'user', b: 'other' } }),
  },
  { requiredKeys: ['group-by', 'timespan'] },
);

/** A correlation over some rules; aliases name only rules that are there. */
function correlationOver(rules: readonly string[], name: string) {
  return fc.tuple(fc.oneof(measured, temporalOver(rules)), shared).map(([kind, { aliases, ...rest }]) => {
    const who = Object.entries(aliases?.who ?? {}).filter(([rule]) => rules.includes(rule));
    const named = who.length === 0 ? {} : { aliases: { who: Object.fromEntries(who) } };
    return { title: name, id: name, name, level: 'high', correlation: { rules, ...kind, ...rest, ...named } };
  });
}

const correlations = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom(...RULES), { minLength: 1, maxLength: 3 }),
    fc.constantFrom(['inner', 'c'], ['c', 'inner'], ['inner'], ['a', 'inner', 'b']),
    fc.constantFrom(['outer', 'inner'], ['outer'], ['b', 'outer']),
  )
  .chain(([inner, outer, third]) =>
    fc.tuple(
      correlationOver(inner, 'inner'),
      correlationOver(outer, 'outer'),
      correlationOver(third, 'third'),
    ),
  );

const user = fc.constantFrom<SigmaValue>('x', 'X', 'y', ['x', 'y'], null);
const number = fc.constantFrom<SigmaValue>(1, 2, '3', 4.5, 'z', [1, 2]);
const event = fc.record({
  timeMs: fc.integer({ min: 0, max: 24 }).map((steps) => steps * 500),
  marks: fc.uniqueArray(fc.constantFrom(...RULES), { minLength: 1, maxLength: 3 }),
  fields: fc.record(
    { user, other: user, host: fc.constantFrom('h', 'i'), v: number, w: number },
    { requiredKeys: [] },
  ),
  order: fc.integer({ min: 0, max: 1_000_000 }),
});

interface Told {
  readonly id: string;
  readonly timeMs: number;
  readonly event: SigmaEvent;
  readonly order: number;
}

const FIELDS = ['user', 'other', 'host', 'v', 'w', 'who'];

function observationOf({ id, timeMs, event: { fields }, event: told }: Told, rules: readonly string[]) {
  const values = FIELDS.map((field) => {
    const found = fieldValues({ logsource: {}, fields }, field) ?? [];
    return [field, found.filter((value) => value !== null).map(String)] as const;
  });
  const observation: PlainObservation<EventRef> = { timeMs, ref: { id }, rules, fields: new Map(values) };
  return { observation, told };
}

function plain(hits: readonly CorrelationHit<EventRef>[]): readonly string[] {
  return hits
    .map(({ rule, ...rest }) =>
      JSON.stringify({ id: rule.id, ...rest, events: rest.events.map(({ id }) => id) }),
    )
    .sort();
}

const world = fc.record({
  documents: correlations,
  events: fc.array(event, { minLength: 1, maxLength: 24 }),
  latenessMs: fc.constantFrom(null, 0, 1_500, 4_000),
});

describe('the correlator', () => {
  it('gives the same hits as the definition, whatever the order within the lateness', () => {
    let compared = 0;
    fc.assert(
      fc.property(world, ({ documents, events, latenessMs }) => {
        const text = [...ruleTexts, ...documents.map((document) => stringify(document))].join('---\n');
        const loaded = loadSigma([{ path: 'r.yml', text }]);
        expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        const told = events.map(({ timeMs, marks, fields, order }, index): Told => {
          const event = { logsource: { product: 'p' }, fields: { ...fields, marks } };
          return { id: `e${String(index).padStart(3, '0')}`, timeMs, event, order };
        });
        const observations = told.map((each) => {
          const hits = loaded.engine.evaluate(each.event);
          return observationOf(
            each,
            hits.map(({ rule }) => rule.id),
          ).observation;
        });
        const wanted = correlatePlainly(loaded.correlations, observations, 100);
        const reported = wanted.filter(({ rule }) => !loaded.onlyCorrelated.has(rule.id));
        const correlator = new SigmaCorrelator<EventRef>(loaded, { latenessMs });
        const hits: CorrelationHit<EventRef>[] = [];
        for (const { id, timeMs, event } of arrivals(told, latenessMs))
          hits.push(
            ...correlator.observe({ hits: loaded.engine.evaluate(event), timeMs, event, ref: { id } }),
          );
        hits.push(...correlator.finish());
        expect(plain(hits)).toEqual(plain(reported));
        expect(correlator.losses()).toEqual({ late: 0, letGo: 0 });
        compared += hits.length;
      }),
      { numRuns: Number(process.env.SIGMA_RUNS ?? 500) },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

/** An order of arrival in which no event comes later than allowed after one of a later time. */
function arrivals(told: readonly Told[], latenessMs: number | null): readonly Told[] {
  const delayMs = ({ order }: Told) => (latenessMs === null ? order : order % (latenessMs + 1));
  return told.toSorted((a, b) => a.timeMs + delayMs(a) - (b.timeMs + delayMs(b)) || a.order - b.order);
}
