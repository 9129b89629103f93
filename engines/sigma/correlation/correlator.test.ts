import { describe, expect, it } from 'vitest';
import type { SigmaEvent, SigmaValue } from '../api.ts';
import { loadSigma } from '../load.ts';
import { SigmaCorrelator } from './correlator.ts';
import type { EventRef } from './item.ts';
import type { CorrelationLimits } from './limits.ts';

/** An event as `second marks field=value …`; marks are the rules that it matches. */
type Line = string;

function ruleText(name: string): string {
  return `title: Rule ${name}
id: rule-${name}
name: ${name}
level: low
logsource: { product: p }
detection:
  selection: { marks: ${name} }
  condition: selection
`;
}

function load(correlations: readonly string[]) {
  const texts = ['a', 'b', 'c'].map(ruleText);
  const documents = correlations.map((body, index) => {
    const title = `title: Correlation ${index}\nid: k${index}\nname: k${index}\n`;
    return `${title}correlation:\n${body.replace(/^/gm, '  ')}\n`;
  });
  const loaded = loadSigma([{ path: 'r.yml', text: [...texts, ...documents].join('---\n') }]);
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return loaded;
}

function eventOf(line: Line): { timeMs: number; event: SigmaEvent; ref: EventRef } {
  const [second = '', marks = '', ...rest] = line.split(' ');
  const fields: Record<string, SigmaValue> = { marks: [...marks] };
  for (const part of rest) {
    const [name = '', value = ''] = part.split('=');
    fields[name] = value.includes(',') ? value.split(',') : value;
  }
  return { timeMs: Number(second) * 1000, event: { logsource: { product: 'p' }, fields }, ref: { id: line } };
}

function run(
  correlations: readonly string[],
  lines: readonly Line[],
  limits: Partial<CorrelationLimits> = { latenessMs: null },
) {
  const loaded = load(correlations);
  const correlator = new SigmaCorrelator<EventRef>(loaded, limits);
  const told = lines.flatMap((line) => {
    const observed = eventOf(line);
    return correlator.observe({ ...observed, hits: loaded.engine.evaluate(observed.event) });
  });
  return { hits: [...told, ...correlator.finish()], correlator };
}

/** A hit as `rule@second[group] measure: seconds of the events`. */
function shown(correlations: readonly string[], lines: readonly Line[]): readonly string[] {
  return run(correlations, lines).hits.map(({ rule, timeMs, group, measure, events }) => {
    const scope = group.map(({ value }) => value).join('/');
    const seconds = events.map(({ id }) => id.split(' ')[0]).join(' ');
    return `${rule.id}@${timeMs / 1000}[${scope}] ${measure}: ${seconds}`;
  });
}

const BY_USER = 'group-by: [u]\ntimespan: 10s';

describe('types of correlation', () => {
  it.each<[string, string, readonly Line[], readonly string[]]>([
    ['event_count, reached', 'gte: 3', ['0 a u=x', '5 a u=x', '10 a u=x'], ['k0@10[x] 3: 0 5 10']],
    ['event_count, too far apart', 'gte: 3', ['0 a u=x', '5 a u=x', '10.001 a u=x'], []],
    ['event_count, by group', 'gte: 2', ['0 a u=x', '1 a u=y', '2 a u=X'], ['k0@2[x] 2: 0 2']],
    ['event_count, gt', 'gt: 1', ['0 a u=x', '1 a u=x'], ['k0@1[x] 2: 0 1']],
    ['event_count, without the field', 'gte: 1', ['0 a'], []],
    ['event_count, a list of users', 'gte: 1', ['0 a u=x,y'], ['k0@0[x] 1: 0', 'k0@0[y] 1: 0']],
    [
      'event_count, one hit a run',
      'gte: 2',
      ['0 a u=x', '1 a u=x', '5 a u=x', '14 a u=x', '40 a u=x', '41 a u=x'],
      ['k0@1[x] 2: 0 1', 'k0@41[x] 2: 40 41'],
    ],
    ['event_count, lt, of whole windows', 'lt: 3', ['0 a u=x', '1 a u=x', '2 a u=x'], []],
    ['event_count, lt', 'lt: 3', ['0 a u=x', '1 a u=x'], ['k0@1[x] 2: 0 1']],
    ['event_count, lte', 'lte: 2', ['0 a u=x', '1 a u=x', '30 a u=x'], ['k0@1[x] 2: 0 1', 'k0@30[x] 1: 30']],
    ['event_count, eq, more than that', 'eq: 2', ['0 a u=x', '1 a u=x', '2 a u=x'], []],
    ['event_count, eq', 'eq: 2', ['0 a u=x', '1 a u=x'], ['k0@1[x] 2: 0 1']],
    ['event_count, neq', 'neq: 2', ['0 a u=x', '1 a u=x', '30 a u=x'], ['k0@30[x] 1: 30']],
    ['event_count, a range', 'gt: 1\n  lte: 2', ['0 a u=x', '1 a u=x', '2 a u=x'], []],
    ['event_count, other rules', 'gte: 1', ['0 b u=x'], []],
  ])('%s', (_, condition, lines, wanted) => {
    expect(shown([`type: event_count\nrules: [a]\n${BY_USER}\ncondition:\n  ${condition}`], lines)).toEqual(
      wanted,
    );
  });

  const values = ['0 a u=x v=1', '1 a u=x v=2', '2 a u=x v=6', '3 a u=x v=no', '4 a u=x'];
  it.each<[string, string, string, readonly Line[], readonly string[]]>([
    [
      'value_count',
      'value_count',
      'gte: 2',
      ['0 a u=x v=p', '1 a u=x v=P', '2 a u=x v=q'],
      ['k0@2[x] 2: 0 1 2'],
    ],
    ['value_count, the same', 'value_count', 'gte: 2', ['0 a u=x v=p', '1 a u=x v=p'], []],
    ['value_count, left the window', 'value_count', 'gte: 2', ['0 a u=x v=p', '11 a u=x v=q'], []],
    ['value_sum', 'value_sum', 'gt: 8', values, ['k0@2[x] 9: 0 1 2']],
    ['value_max', 'value_max', 'gte: 6', values, ['k0@2[x] 6: 0 1 2']],
    ['value_min', 'value_min', 'lte: 1', values, ['k0@0[x] 1: 0']],
    ['value_avg', 'value_avg', 'eq: 3', values, ['k0@3[x] 3: 0 1 2 3']],
    ['value_avg, of whole windows', 'value_avg', 'gt: 5', ['0 a u=x v=9', '1 a u=x v=1'], []],
    ['value_median', 'value_median', 'eq: 2', values, ['k0@3[x] 2: 0 1 2 3']],
    ['value_median, even', 'value_median', 'eq: 1.5', values.slice(0, 2), ['k0@1[x] 1.5: 0 1']],
    ['value_percentile', 'value_percentile', 'gte: 4\n  percentile: 75', values, ['k0@3[x] 4: 0 1 2 3']],
    ['no numbers', 'value_avg', 'lt: 100', ['0 a u=x v=no'], []],
    [
      'value_percentile as a share',
      'value_percentile',
      'lte: 25',
      ['0 a u=x v=p', '1 a u=x v=p', '2 a u=x v=p', '3 a u=x v=q'],
      ['k0@3[x] 25: 0 1 2 3'],
    ],
  ])('%s', (_, type, condition, lines, wanted) => {
    const text = `type: ${type}\nrules: [a]\n${BY_USER}\ncondition:\n  field: v\n  ${condition}`;
    expect(shown([text], lines)).toEqual(wanted);
  });

  it('value_count of several fields counts what they hold together', () => {
    const text = `type: value_count\nrules: [a]\n${BY_USER}\ncondition: { field: [v, w], gte: 2 }`;
    expect(shown([text], ['0 a u=x v=1 w=1', '1 a u=x v=1', '2 a u=x v=1 w=2'])).toEqual(['k0@2[x] 2: 0 2']);
  });

  it.each<[string, string, readonly Line[], readonly string[]]>([
    ['temporal, any order', 'temporal', ['0 b u=x', '5 a u=x'], ['k0@5[x] 2: 0 5']],
    ['temporal, too far apart', 'temporal', ['0 b u=x', '11 a u=x'], []],
    ['temporal, other users', 'temporal', ['0 b u=x', '1 a u=y'], []],
    ['temporal, one event', 'temporal', ['0 ab u=x'], ['k0@0[x] 2: 0']],
    ['temporal, two of them', 'temporal\ncondition: { gte: 1 }', ['0 b u=x'], ['k0@0[x] 1: 0']],
    ['temporal, and', 'temporal\ncondition: a and b', ['0 b u=x', '1 a u=x'], ['k0@1[x] null: 0 1']],
    ['temporal, not', 'temporal\ncondition: a and not b', ['0 a u=x', '5 b u=x'], []],
    [
      'temporal, not, too late',
      'temporal\ncondition: a and not b',
      ['0 a u=x', '11 b u=x'],
      ['k0@0[x] null: 0'],
    ],
    ['temporal_ordered', 'temporal_ordered', ['0 a u=x', '5 b u=x'], ['k0@5[x] 2: 0 5']],
    ['temporal_ordered, reversed', 'temporal_ordered', ['0 b u=x', '5 a u=x'], []],
    [
      'temporal_ordered, then right',
      'temporal_ordered',
      ['0 b u=x', '1 a u=x', '2 b u=x'],
      ['k0@2[x] 2: 0 1 2'],
    ],
    ['temporal_ordered, at once', 'temporal_ordered', ['0 b u=x', '0 a u=x'], ['k0@0[x] 2: 0 0']],
    ['temporal_ordered, one event', 'temporal_ordered', ['0 ab u=x'], []],
    ['temporal_ordered, two of one kind', 'temporal_ordered', ['0 ab u=x', '1 ab u=x'], ['k0@1[x] 2: 0 1']],
  ])('%s', (_, type, lines, wanted) => {
    expect(shown([`type: ${type}\nrules: [a, b]\n${BY_USER}`], lines)).toEqual(wanted);
  });
});

describe('aliases, chains and generate', () => {
  it('look at another field of each rule', () => {
    const text = `type: temporal\nrules: [a, b]\ngroup-by: [ip]\ntimespan: 10s\naliases:\n  ip: { a: src, b: dst }`;
    expect(shown([text], ['0 a src=1 dst=2', '1 b src=1 dst=2', '2 b dst=1'])).toEqual(['k0@2[1] 2: 0 2']);
  });

  const many = `type: event_count\nrules: [a]\ngroup-by: [h]\ntimespan: 10s\ncondition: { gte: 3 }`;
  const then = `type: temporal_ordered\nrules: [k0, b]\ngroup-by: [u]\ntimespan: 10s`;
  it('group an inner hit by fields of its events', () => {
    const lines = ['0 a h=1 u=x', '1 a h=1 u=y', '2 a h=1 u=x', '5 b h=2 u=y'];
    expect(shown([many, then], lines)).toEqual(['k1@5[y] 2: 0 1 2 5']);
  });

  it('keep an inner run alive for what follows it', () => {
    const failures = Array.from({ length: 30 }, (_, second) => `${second} a h=1 u=x`);
    expect(shown([many, then], [...failures, '35 b u=x'])).toHaveLength(1);
  });

  it('report inner rules when the outer one says generate', () => {
    const lines = ['0 a h=1 u=x', '1 a h=1 u=x', '2 a h=1 u=x', '5 b u=x'];
    const told = shown([many, `${then}\ngenerate: true`], lines);
    expect(told.map((text) => text.split(':')[0])).toEqual(['k0@2[1] 3', 'k1@5[x] 2']);
  });
});

describe('order of arrival and bounds', () => {
  const count = `type: event_count\nrules: [a]\n${BY_USER}\ncondition: { gte: 2 }`;

  it('counts an event that is later than allowed, and leaves it out', () => {
    const lines = ['0 a u=x', '20 a u=y', '9 a u=x'];
    const strict = run([count], lines, { latenessMs: 5_000 });
    expect([strict.hits, strict.correlator.losses()]).toEqual([[], { late: 1, letGo: 0 }]);
    const lenient = run([count], lines, { latenessMs: 11_000 });
    expect([lenient.hits.length, lenient.correlator.losses().late]).toEqual([1, 0]);
  });

  it('tells as soon as event time has passed', () => {
    const loaded = load([count]);
    const correlator = new SigmaCorrelator<EventRef>(loaded, { latenessMs: 1_000 });
    const observe = (line: Line) => {
      const observed = eventOf(line);
      return correlator.observe({ ...observed, hits: loaded.engine.evaluate(observed.event) }).length;
    };
    expect(['0 a u=x', '1 a u=x', '2 b u=z', '2.1 b u=z'].map(observe)).toEqual([0, 0, 0, 1]);
    expect(correlator.advance(60_000)).toEqual([]);
    expect(correlator.held).toBe(0);
  });

  it.each<[string, string]>([
    ['many groups', 'event_count'],
    ['many groups, whole windows', 'value_avg'],
  ])('hold no more than the limit with %s, and say how many were let go', (_, type) => {
    const field = type === 'value_avg' ? 'field: v, ' : '';
    const text = `type: ${type}\nrules: [a]\ngroup-by: [u]\ntimespan: 1d\ncondition: { ${field}gte: 3 }`;
    const loaded = load([text]);
    const limits = { latenessMs: 0, heldEvents: 500, groupEvents: 50 };
    const correlator = new SigmaCorrelator<EventRef>(loaded, limits);
    let most = 0;
    for (let index = 0; index < 5_000; index += 1) {
      const observed = eventOf(`${index} a u=${index % 3 === 0 ? 'same' : index} v=${index}`);
      correlator.observe({ ...observed, hits: loaded.engine.evaluate(observed.event) });
      most = Math.max(most, correlator.held);
    }
    expect(most).toBeLessThanOrEqual(502);
    expect(correlator.losses().letGo).toBeGreaterThan(4_000);
  });

  it('holds no more waiting events than the limit', () => {
    const lines = Array.from({ length: 50 }, (_, index) => `${index} a u=x`);
    const { correlator, hits } = run([count], lines, { latenessMs: null, waitingEvents: 10 });
    expect([hits.length, correlator.losses()]).toEqual([1, { late: 0, letGo: 0 }]);
  });

  it('keeps of a count no more than the condition asks for', () => {
    const loaded = load([count]);
    const correlator = new SigmaCorrelator<EventRef>(loaded, { latenessMs: 0, listedEvents: 5 });
    for (let index = 0; index < 1_000; index += 1) {
      const observed = eventOf(`${index / 1000} a u=x`);
      correlator.observe({ ...observed, hits: loaded.engine.evaluate(observed.event) });
    }
    expect(correlator.held).toBeLessThan(10);
    expect(correlator.losses().letGo).toBe(0);
  });
});
