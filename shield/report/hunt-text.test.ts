import { expect, it } from 'vitest';
import { attackMatrix } from './attack-tactics.ts';
import { type HuntFile, HuntFindings, KEPT_HITS } from './hunt-findings.ts';
import { formatFileLine, formatHitLine, formatSummaryLine } from './hunt-lines.ts';
import { formatHunt } from './hunt-text.ts';

const RUN = { rules: 3141, rulesRejected: 2, seconds: 1.25 };
const PLAIN = { columns: 120, colour: false, matrix: [], allEpisodes: false, coverage: null };

const hit = {
  ruleId: 'r1',
  title: 'A shell of the web server',
  level: 'high' as const,
  techniques: ['T1505.003'],
  file: 'logs.zip',
  member: 'a.json',
  record: 7,
  timeMs: Date.UTC(2026, 10, 23, 10, 0, 0),
  host: 'web-1',
  parts: [{ field: 'Image', value: '/bin/sh' }],
};

function file(change: Partial<HuntFile>): HuntFile {
  return {
    path: 'logs.zip',
    member: null,
    format: 'json',
    error: null,
    read: 10,
    parsed: 10,
    unparsed: 0,
    skipped: 0,
    tooLong: 0,
    events: 10,
    examples: [],
    ...change,
  };
}

function findings(): HuntFindings {
  const found = new HuntFindings();
  found.addHit(hit);
  found.addHit({ ...hit, record: 9, timeMs: hit.timeMs + 3_600_000 });
  found.addHit({ ...hit, member: 'b.json' });
  found.addHit({ ...hit, ruleId: 'r2', title: 'Hostile\u001b[2J title', level: 'critical' });
  found.addFile(file({ member: 'a.json' }));
  found.addFile(file({ member: 'b.json', error: 'unexpected end of file', events: 3 }));
  const examples = [{ line: '{"a', reason: 'not JSON', format: 'json', count: 2 }];
  found.addFile(file({ path: 'x.log', unparsed: 2, examples }));
  found.addFile(file({ path: 'notes.yaml', format: 'text' }));
  return found;
}

it('prints what was found, the worst first, and what could not be read', async () => {
  const facts = new Map([['T1505.003', { name: 'Web Shell', tactics: ['persistence'] }]]);
  const matrix = attackMatrix(findings().rules(), facts, new Map());
  const logsource = { product: 'linux', service: 'a\u001b[2J' };
  const seen = [{ logsource, events: 33, fields: ['x'], more: false }];
  const covered = { id: 'r', title: 'R', level: 'low', logsource } as const;
  const rules = [
    { ...covered, verdict: { kind: 'possible', events: 33 } },
    { ...covered, verdict: { kind: 'no-field', events: 33, missing: ['y\u001b[2J'] } },
    { ...covered, logsource: { product: 'aws' }, verdict: { kind: 'no-log-source', part: 'product' } },
  ] as const;
  const text = formatHunt(findings(), RUN, { ...PLAIN, matrix, coverage: { seen, rules } });
  await expect(text).toMatchFileSnapshot('goldens/hunt-text.golden.txt');
});

it('says that it was stopped', () => {
  expect(formatHunt(findings(), { ...RUN, filesLeft: 3 }, PLAIN)).toContain(
    'Stopped: this is partial, 3 files not begun\n',
  );
  expect(JSON.parse(formatSummaryLine(findings(), { ...RUN, filesLeft: 3 })).summary).toMatchObject({
    partial: true,
    filesLeft: 3,
  });
});

it('says that nothing was found', () => {
  expect(formatHunt(new HuntFindings(), { ...RUN, rulesRejected: 0 }, PLAIN)).toBe(`\
No rule matched.

0 events of 0 files in 1.3 s: 0 hits of 0 rules (3,141 loaded); 0 lines not parsed, 0 files not read whole
`);
});

it('writes JSON lines for programs', () => {
  expect(JSON.parse(formatHitLine(hit))).toEqual({
    ruleId: 'r1',
    title: 'A shell of the web server',
    level: 'high',
    techniques: ['T1505.003'],
    file: 'logs.zip',
    member: 'a.json',
    record: 7,
    time: '2026-11-23T10:00:00.000Z',
    host: 'web-1',
    matched: [{ field: 'Image', value: '/bin/sh' }],
  });
  expect(formatFileLine(file({}))).toBe('');
  expect(JSON.parse(formatFileLine(file({ error: 'gone' }))).problem).toMatchObject({
    file: 'logs.zip',
    error: 'gone',
  });
  expect(JSON.parse(formatSummaryLine(findings(), RUN))).toEqual({
    summary: {
      events: 33,
      unparsed: 2,
      text: 10,
      hits: 4,
      rules: 3141,
      rulesRejected: 2,
      files: 4,
      failedFiles: 1,
      seconds: 1.25,
    },
  });
});

it('says what limits left out, in the text and in the last line', () => {
  const found = findings();
  found.uncorrelated = { late: 2, letGo: 1 };
  const text = formatHunt(found, RUN, PLAIN);
  expect(text).toContain('let go of 1 event: there was no room');
  expect(text).toContain('did not count 2 events without a time, or too late');
  expect(text).not.toContain('The timeline holds');
  expect(JSON.parse(formatSummaryLine(found, RUN)).summary.uncorrelated).toEqual({ late: 2, letGo: 1 });
  expect(JSON.parse(formatSummaryLine(findings(), RUN)).summary.uncorrelated).toBeUndefined();
});

it('says that the timeline does not hold every hit', () => {
  const found = new HuntFindings();
  for (let at = 0; at <= KEPT_HITS; at += 1) found.addHit(hit);
  expect(formatHunt(found, RUN, PLAIN)).toContain('The timeline holds the first 200,000 of 200,001 hits');
});
