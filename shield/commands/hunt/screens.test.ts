import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepSigma, type SigmaSource } from '@dejfa/sigma';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Hunter } from './hunter.ts';
import { planHunt } from './plan.ts';
import type { HuntStep } from './task.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CORPORA = join(ROOT, '../shared/corpora');
const folder = mkdtempSync(join(tmpdir(), 'dejfa-screens-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mappingFolder = join(ROOT, 'content/mappings');
const mappings = sourcesOf(readdirSync(mappingFolder).map((name) => join(mappingFolder, name)));

function sourcesOf(paths: readonly string[]): readonly SigmaSource[] {
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Two hunts with the same rules: one that looks through lines where they stand, and one that makes events of all. */
function bothHunts(rules: readonly SigmaSource[]) {
  const common = { kept: keepSigma(rules).bytes, mappings, level: 'informational', receivedMs: 0 } as const;
  const settings = { ...common, sinceMs: null, untilMs: null, zoneOffsetMinutes: 0 };
  const inPlace = new Hunter({ ...settings, coverage: false });
  const asEvents = new Hunter({ ...settings, coverage: true });
  return async (path: string, stretchBytes?: number) => ({
    inPlace: await findIn(inPlace, path, stretchBytes),
    asEvents: await findIn(asEvents, path, stretchBytes),
  });
}

async function findIn(hunter: Hunter, path: string, stretchBytes?: number): Promise<readonly string[]> {
  const steps: HuntStep[] = [];
  for (const task of await planHunt(new Map([[path, path]]), stretchBytes))
    for await (const batch of hunter.run(task, () => false)) steps.push(...batch.steps);
  // The number that orders events of one instant differs where records are spared in between.
  return steps
    .filter(({ kind }) => kind !== 'sources')
    .map((step) => JSON.stringify(step, (key, value) => (key === 'id' ? undefined : value)));
}

const rule = (at: number, logsource: string, detection: string) => ({
  path: `${at}.yml`,
  text: `title: Rule ${at}\nid: 00000000-0000-4000-8000-00000000000${at}\nlevel: low\nlogsource: ${logsource}\ndetection: ${detection}\n`,
});

const RULES = [
  rule(1, '{ product: windows, service: security }', '{ a: { EventID: 4688 }, condition: a }'),
  rule(2, '{ product: windows }', '{ a: { Computer|startswith: [host, text] }, condition: a }'),
  rule(3, '{ product: windows }', '{ a: { Provider_Name|exists: false }, condition: a }'),
  rule(
    4,
    '{ product: windows, category: process_creation }',
    '{ a: { Image|endswith: marker }, condition: a }',
  ),
  rule(
    5,
    '{ product: zeek, service: dns }',
    '{ a: { query|contains: marker, id.orig_h: 10.0.0.1 }, condition: a }',
  ),
  rule(6, '{ product: aws, service: cloudtrail }', '{ a: { userIdentity.type: Root }, condition: a }'),
  rule(7, '{ product: linux }', '{ a: [marker], condition: a }'),
  rule(8, '{ product: windows }', '{ a: ["*text*"], b: { EventID: 1 }, condition: a and not b }'),
  rule(9, '{ product: windows }', '{ a: { EventID: 0 }, condition: a }'),
  rule(0, '{ product: zeek }', '{ a: { id|exists: true }, condition: a }'),
];

const ANYTHING = [
  'text',
  'MARKER',
  '',
  null,
  true,
  1,
  4688,
  '4688',
  ' 4688',
  '1.0',
  [],
  ['marker'],
  {},
  { orig_h: '10.0.0.1' },
];
const NAMES = [
  ...[
    'EventID',
    'Channel',
    'Provider_Name',
    'SourceName',
    'Computer',
    'Hostname',
    'host',
    'Image',
    'Message',
  ],
  ...[
    'TimeCreated',
    'NewProcessName',
    'event_id',
    'log_name',
    'EventId',
    'winlog',
    'Event',
    'System',
    'data',
  ],
  ...[
    '_path',
    'ts',
    'uid',
    'id',
    'id.orig_h',
    'query',
    'eventSource',
    'eventName',
    'userIdentity',
    'Records',
  ],
  ...['event_type', 'timestamp', 'src_ip', 'alert', '@timestamp', 'UtcTime', 'x'],
];
const RECORDS: readonly { readonly [name: string]: unknown }[] = [
  {
    EventID: 4688,
    Channel: 'Security',
    Provider_Name: 'P',
    Computer: 'HOST',
    NewProcessName: 'c:\\a\\marker',
  },
  {
    EventID: '1',
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    SourceName: 'S',
    Hostname: 'h',
    Image: 'a\\marker',
  },
  {
    EventID: 1,
    Channel: 'Linux-Sysmon/Operational',
    Provider_Name: 'Linux-Sysmon',
    Computer: 'h',
    Image: 'marker',
  },
  { EventID: 2, Channel: 'Security', Provider_Name: null, SourceName: 'S', Computer: null, Hostname: 'host' },
  { event_id: 4688, log_name: 'Security', computer_name: 'host', event_data: { Image: 'marker' } },
  { Event: { System: { EventID: 4688, Channel: 'Security', Computer: 'host' }, EventData: { a: 'text' } } },
  { _path: 'dns', ts: 1.5, uid: 'C1', 'id.orig_h': '10.0.0.1', query: 'a.marker.example' },
  { ts: 1.5, uid: 'C1', id: { orig_h: '10.0.0.1' }, query: 'marker' },
  {
    eventSource: 's3.amazonaws.com',
    eventName: 'Get',
    userIdentity: { type: 'Root' },
    eventTime: '2026-11-23T10:00:00Z',
  },
  {
    event_type: 'alert',
    timestamp: '2026-11-23T10:00:00Z',
    src_ip: '10.0.0.1',
    alert: { signature: 'x', severity: 1 },
  },
  { event_type: 'dns', timestamp: '2026-11-23T10:00:00Z', src_ip: '10.0.0.1', query: 'marker' },
  { message: 'marker', host: 'a' },
];

const TELLING = ['EventID', 'Provider_Name', 'SourceName', 'Computer', 'Hostname', 'id', '_path'];
const change = fc.record({
  name: fc.oneof(fc.constantFrom(...TELLING), fc.constantFrom(...NAMES)),
  value: fc.constantFrom(...ANYTHING, undefined),
});
const record = fc
  .tuple(fc.constantFrom(...RECORDS), fc.array(change, { maxLength: 3 }))
  .map(([base, changes]) =>
    JSON.stringify(Object.assign({ ...base }, ...changes.map(({ name, value }) => ({ [name]: value })))),
  );
const oddLine = fc.constantFrom(
  '',
  '\r',
  '{',
  '[]',
  '{"a":1}',
  '[{"EventID":1,"Channel":"x"}]',
  'text',
  '{"EventID":1,"EventID":2,"Channel":"Security"}',
);
const line = fc.oneof({ weight: 9, arbitrary: record }, { weight: 1, arbitrary: oddLine });
const ending = fc.constantFrom('\n', '\n', '\r\n');
/** Long enough for the lines behind those that tell the format to be looked through. */
const lines = fc
  .tuple(fc.constantFrom(...RECORDS), fc.array(fc.tuple(line, ending), { minLength: 1, maxLength: 40 }))
  .map(([first, more]) => `${JSON.stringify(first)}\n`.repeat(32) + more.flat().join(''));

describe('a hunt that looks through records where they stand', () => {
  it('finds and counts what one does that makes events of all of them', async () => {
    const hunt = bothHunts(RULES);
    let number = 0;
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), async (text, endsOpen) => {
        number += 1;
        const path = join(folder, `${number % 2 === 0 ? 'dns' : 'x'}.log`);
        writeFileSync(path, endsOpen ? text.trimEnd() : text);
        const { inPlace, asEvents } = await hunt(path, number % 3 === 0 ? 4096 : undefined);
        expect(inPlace).toEqual(asEvents);
      }),
      { numRuns: 300 },
    );
  });

  it('spares records that nothing comes of', async () => {
    const path = join(folder, 'many.log');
    const quiet = {
      EventID: 1,
      Channel: 'Security',
      Provider_Name: 'P',
      Computer: 'other',
      f: 'x'.repeat(40_000),
    };
    writeFileSync(path, `${JSON.stringify(quiet)}\n`.repeat(100));
    const hunter = new Hunter({
      ...{ kept: keepSigma(RULES).bytes, mappings, level: 'low', receivedMs: 0, coverage: false },
      ...{ sinceMs: null, untilMs: null, zoneOffsetMinutes: 0 },
    });
    const found = await findIn(hunter, path);
    expect(found).toHaveLength(1);
    expect(JSON.parse(found[0] ?? '')).toMatchObject({ file: { events: 100, parsed: 100, format: 'json' } });
  });

  it.skipIf(!existsSync(CORPORA))(
    'finds the same in recordings of every kind',
    { timeout: 120_000 },
    async () => {
      const ruleFolder = join(CORPORA, 'sigma/rules/windows/process_creation');
      const rules = readdirSync(ruleFolder).filter((name) => /_susp_|_lolbin|_whoami|_powershell/.test(name));
      const hunt = bothHunts(sourcesOf(rules.map((name) => join(ruleFolder, name))));
      const places = [
        'zeek/dns.json.gz',
        'evtx/Discovery',
        'otrf/atomic/aws',
        'otrf/atomic/windows/discovery/host',
      ];
      let hits = 0;
      for (const place of places) {
        const { inPlace, asEvents } = await hunt(join(CORPORA, place));
        expect(inPlace, place).toEqual(asEvents);
        hits += inPlace.filter((step) => step.startsWith('{"kind":"hit"')).length;
      }
      expect(hits).toBeGreaterThan(0);
    },
  );
});
