import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import { describe, expect, it } from 'vitest';
import { applyMapping } from './apply.ts';
import { loadMappings } from './load.ts';
import type { RawEvent } from './mapping.ts';

const folder = join(import.meta.dirname, '../../../content/mappings');
const sources = readdirSync(folder).map((file) => ({
  path: file,
  text: readFileSync(join(folder, file), 'utf8'),
}));
const { mappings, diagnostics } = loadMappings(sources);

const windows = (fields: { readonly [name: string]: string | number }) =>
  applyMapping(mappings, { product: 'windows', fields });

describe('the mappings that ship', () => {
  it('load', () => expect(diagnostics).toEqual([]));

  it.each([
    ['Microsoft-Windows-Sysmon/Operational', 1, 'sysmon', 'process_creation'],
    ['microsoft-windows-sysmon/operational', '3', 'sysmon', 'network_connection'],
    ['Security', 4688, 'security', 'process_creation'],
    ['security', 4624, 'security', undefined],
    ['Windows PowerShell', 400, 'powershell-classic', 'ps_classic_start'],
    ['PowerShellCore/Operational', 4104, 'powershell', 'ps_script'],
    ['Somewhere/Else', 1, undefined, undefined],
  ])('route channel %s, event %s', (Channel, EventID, service, category) => {
    const { logsource } = windows({ Channel, EventID });
    expect([logsource.product, logsource.service, logsource.category]).toEqual([
      'windows',
      service,
      category,
    ]);
  });

  it('give registry events all their categories', () => {
    const event = windows({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 12 });
    const all = [event.logsource, ...(event.furtherLogsources ?? [])].map(({ category }) => category);
    expect(all).toEqual(['registry_event', 'registry_add', 'registry_delete']);
  });

  it('name the fields of 4688 as Sysmon does, and keep its own', () => {
    const { fields } = windows({
      Channel: 'Security',
      EventID: 4688,
      NewProcessName: 'C:\\a.exe',
      ParentProcessName: 'C:\\b.exe',
      SubjectDomainName: 'D',
      SubjectUserName: 'u',
    });
    expect(fields).toMatchObject({
      Image: 'C:\\a.exe',
      ParentImage: 'C:\\b.exe',
      User: 'D\\u',
      NewProcessName: 'C:\\a.exe',
    });
  });

  it('make the addresses of web requests from what is there', () => {
    const input = {
      category: 'webserver',
      fields: { 'cs-uri-stem': '/a', 'cs-uri-query': 'b=1', status: 200 },
    };
    expect(applyMapping(mappings, input).fields).toMatchObject({ 'cs-uri': '/a?b=1', 'sc-status': 200 });
    const bare = { category: 'webserver', fields: { 'cs-uri-stem': '/a' } };
    expect(applyMapping(mappings, bare).fields['c-uri']).toBe('/a');
  });

  it('send sshd to the authentication log and Zeek queries to dns', () => {
    const sshd = applyMapping(mappings, { product: 'linux', service: 'sshd', fields: {} });
    expect(sshd.furtherLogsources).toEqual([{ product: 'linux', service: 'auth' }]);
    const zeek = applyMapping(mappings, { product: 'zeek', fields: { _path: 'dns', qtype_name: 'TXT' } });
    expect(zeek).toMatchObject({
      logsource: { product: 'zeek', service: 'dns' },
      furtherLogsources: [
        { product: 'zeek', service: 'dns', category: 'dns' },
        { product: 'zeek', service: 'dns', category: 'network' },
      ],
      fields: { record_type: 'TXT' },
    });
  });
});

describe('mappings by fields', () => {
  const { mappings: own } = loadMappings([
    {
      path: 'm.yaml',
      text: `
logsource: {}
recognise:
  - { has: [a.b], where: { kind: ['x*', '*y', '*z*', 7] }, logsource: { product: p } }
further:
  - { logsource: { product: p }, where: { flag: '*' }, add: { service: s } }
fields:
  - logsource: { product: p }
    where: { flag: 'true' }
    join: { joined: { from: a.list } }
    collect: { all: [a.b, none, flag] }
    translate: { word: { from: kind, values: { 7: seven, '*': other } } }
    compose: { text: ['{none}', '{a.b}-{word}'] }`,
    },
  ]);
  const map = (fields: RawEvent['fields']) => applyMapping(own, { fields });

  it.each([['xa'], ['AY'], ['azb'], [7], [['q', 'y']]])('recognise kind %j', (kind) =>
    expect(map({ a: { b: 1 }, kind }).logsource).toEqual({ product: 'p' }),
  );

  it.each([
    [{ kind: 'xa' }],
    [{ a: { b: 1 }, kind: 'ax' }],
    [{ a: { b: 1 }, kind: null }],
    [{ a: { b: 1 } }],
    [{ a: [{ c: 1 }], kind: 'xa' }],
  ])('do not recognise %j', (fields) => expect(map(fields).logsource).toEqual({}));

  it('add fields and log sources only where conditions hold', () => {
    const event = map({ a: [{ b: 1 }, { list: ['u', 2], b: 3 }], kind: 7, flag: true });
    expect(event.furtherLogsources).toEqual([{ product: 'p', service: 's' }]);
    expect(event.fields).toMatchObject({ all: [1, 3, true], word: 'seven', joined: 'u 2' });
    expect(map({ a: { b: 1 }, kind: 'xa', flag: 1 }).fields).not.toHaveProperty('word');
    expect(map({ a: { b: 1 }, kind: 'xa', flag: true }).fields).toMatchObject({
      word: 'other',
      text: '1-other',
    });
  });

  it('leave a log source that the sensor told', () =>
    expect(applyMapping(own, { service: 'q', fields: { a: { b: 1 }, kind: 7 } }).logsource).toEqual({
      service: 'q',
    }));
});

describe('broken mapping files', () => {
  it.each([
    ['- a', 'm.yaml:1:1: error sigma.bad-mapping: A map is expected here'],
    ['mapping: x\nservice: {}', 'm.yaml:2:1: error sigma.bad-mapping: Unknown key service'],
    ['categories: { a: b }', 'm.yaml:1:13: error sigma.bad-mapping: categories must be a list'],
    ['categories: [{ field: EventID }]', 'm.yaml:1:14: error sigma.bad-mapping: service is missing'],
    [
      'recognise: [{ logsource: {} }]',
      'm.yaml:1:13: error sigma.bad-mapping: A record is told by has or where',
    ],
    ['fields: [{ join: { a: b } }]', 'm.yaml:1:23: error sigma.bad-mapping: A map is expected here'],
    ['further: [{ where: [a] }]', 'm.yaml:1:20: error sigma.bad-mapping: A map is expected here'],
    ['logsource: { host: a }', 'm.yaml:1:14: error sigma.bad-mapping: A log source has'],
    ['a: [', 'error sigma.yaml'],
  ])('%s', (text, wanted) => {
    const loaded = loadMappings([{ path: 'm.yaml', text }]);
    expect(loaded.diagnostics.map(formatDiagnostic).join('\n')).toContain(wanted);
    expect(loaded.mappings.files).toEqual([]);
  });
});
