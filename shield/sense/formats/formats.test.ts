import { describe, expect, it } from 'vitest';
import type { FormatSetting } from '../format-setting.ts';
import type { LineContext, ParsedRecord, ParseResult } from '../record.ts';
import { openFormat } from './index.ts';

const context: LineContext = {
  receivedMs: Date.UTC(2026, 10, 23, 12, 0, 0),
  zoneOffsetMinutes: 0,
  fileName: '',
};

function parse(format: Exclude<FormatSetting, 'auto'>, lines: readonly string[], fileName = ''): ParseResult {
  const parser = openFormat(format);
  const results = lines.map((line) => parser.parse(line, { ...context, fileName }));
  return results.at(-1) ?? { kind: 'none' };
}

function record(
  format: Exclude<FormatSetting, 'auto'>,
  lines: readonly string[],
  fileName = '',
): ParsedRecord {
  const result = parse(format, lines, fileName);
  if (result.kind !== 'record') throw new Error(`no record: ${JSON.stringify(result)}`);
  return result;
}

describe('Windows events', () => {
  const expected = {
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Provider_Name: 'Microsoft-Windows-Sysmon',
    Computer: 'WS1',
    Image: 'C:\\a.exe',
    User: 'LAB\\sara',
  };
  const data = { Image: 'C:\\a.exe', User: 'LAB\\sara', UtcTime: '2026-11-23 10:00:00.123' };
  const shapes: readonly (readonly [string, object])[] = [
    [
      'Winlogbeat',
      {
        '@timestamp': '2026-11-23T10:00:05Z',
        winlog: {
          event_id: '1',
          channel: expected.Channel,
          provider_name: expected.Provider_Name,
          computer_name: 'WS1',
          event_data: data,
        },
      },
    ],
    [
      'Winlogbeat 6',
      {
        event_id: 1,
        log_name: expected.Channel,
        source_name: expected.Provider_Name,
        computer_name: 'WS1',
        event_data: data,
      },
    ],
    [
      'nested',
      {
        Event: {
          System: {
            Provider: { '#attributes': { Name: expected.Provider_Name } },
            EventID: { '#text': '1' },
            Channel: expected.Channel,
            Computer: 'WS1',
            TimeCreated: { '#attributes': { SystemTime: '2026-11-23T10:00:00.123456Z' } },
          },
          EventData: data,
        },
      },
    ],
    [
      'nested with a list of Data',
      {
        Event: {
          System: {
            Provider: { Name: expected.Provider_Name },
            EventID: 1,
            Channel: expected.Channel,
            Computer: 'WS1',
          },
          EventData: {
            Data: Object.entries(data).map(([Name, text]) => ({ '#attributes': { Name }, '#text': text })),
          },
        },
      },
    ],
    [
      'flat',
      { EventID: 1, Channel: expected.Channel, SourceName: expected.Provider_Name, Hostname: 'WS1', ...data },
    ],
  ];

  it.each(shapes)('reads the %s shape', (_, object) => {
    const parsed = record('json', [JSON.stringify(object)]);
    expect(parsed).toMatchObject({
      format: 'sysmon',
      logsource: { product: 'windows' },
      host: 'WS1',
      timeMs: Date.UTC(2026, 10, 23, 10, 0, 0, 123),
      actor: { kind: 'account', value: 'LAB\\sara' },
      fields: expected,
    });
  });

  it('takes a remote address as the actor, and not the machine account', () => {
    const base = { EventID: 4625, Channel: 'Security', Hostname: 'DC1', SubjectUserName: 'DC1$' };
    const of = (object: object) => record('windows', [JSON.stringify(object)]).actor;
    expect(of({ ...base, IpAddress: '::ffff:198.51.100.9' })).toEqual({
      kind: 'address',
      value: '198.51.100.9',
    });
    expect(of({ ...base, IpAddress: '127.0.0.1' })).toEqual({ kind: 'host', value: 'DC1' });
  });
});

describe('Zeek', () => {
  it('reads JSON, its log named by _path or by the file', () => {
    const line = '{"ts":1606127036.5,"uid":"C1","id.orig_h":"10.0.0.1","query":"example.org"}';
    expect(record('json', [line], 'dns.10:00:00-11:00:00.log')).toMatchObject({
      format: 'zeek-dns',
      timeMs: 1606127036500,
      logsource: { product: 'zeek', service: 'dns' },
      actor: { kind: 'address', value: '10.0.0.1' },
      fields: { 'id.orig_h': '10.0.0.1', query: 'example.org' },
    });
  });

  it('reads tab-separated values by the header', () => {
    const lines = [
      '#separator \\x09',
      '#set_separator\t,',
      '#empty_field\t(empty)',
      '#unset_field\t-',
      '#path\thttp',
      '#fields\tts\tid.orig_h\tid.orig_p\ttags\turi\tmissing',
      '#types\ttime\taddr\tport\tset[string]\tstring\tstring',
      '1606127036.25\t10.0.0.1\t4711\ta,b\t/x\\x09y\t-',
    ];
    expect(record('zeek-tsv', lines)).toMatchObject({
      format: 'zeek-http',
      timeMs: 1606127036250,
      fields: { 'id.orig_h': '10.0.0.1', 'id.orig_p': 4711, tags: ['a', 'b'], uri: '/x\ty' },
    });
    expect(parse('zeek-tsv', [...lines, 'one'])).toMatchObject({ reason: '1 values where #fields names 6' });
  });
});

describe('other formats', () => {
  it('reads auditd records with hexadecimal and nested values', () => {
    const execve =
      'type=EXECVE msg=audit(1604996384.965:93777): argc=2 a0="sh" a1=2D6320226869 node_x=(null)';
    expect(record('auditd', [execve])).toMatchObject({
      timeMs: 1604996384965,
      logsource: { product: 'linux', service: 'auditd' },
      fields: { type: 'EXECVE', serial: 93777, a0: 'sh', a1: '-c "hi' },
    });
    const syscall =
      'node=web1 type=SYSCALL msg=audit(1.5:7): arch=c000003e syscall=59 a0=558e25052c70 auid=1000 exe="/bin/sh" key=(null)\u001dAUID="sara"';
    expect(record('auditd', [syscall])).toMatchObject({
      host: 'web1',
      actor: { kind: 'account', value: 'sara' },
      fields: { SYSCALL: 'execve', a0: '558e25052c70', exe: '/bin/sh' },
    });
    const login =
      'type=USER_LOGIN msg=audit(1.5:8): pid=1 msg=\'op=login acct="root" exe="/usr/sbin/sshd" addr=203.0.113.5 res=failed\'';
    expect(record('auditd', [login])).toMatchObject({
      actor: { kind: 'address', value: '203.0.113.5' },
      fields: { acct: 'root', res: 'failed' },
    });
    expect(record('auditd', ['type=PROCTITLE msg=audit(1.5:8): proctitle=6C73002D6C']).fields.proctitle).toBe(
      'ls -l',
    );
  });

  it('reads a CloudTrail record, and all of a delivered file', () => {
    const call = {
      eventVersion: '1.08',
      eventTime: '2026-11-23T10:00:00Z',
      eventSource: 's3.amazonaws.com',
      eventName: 'ListBuckets',
      sourceIPAddress: '203.0.113.1',
      userIdentity: { type: 'Root' },
    };
    expect(record('cloudtrail', [JSON.stringify(call)])).toMatchObject({
      logsource: { product: 'aws', service: 'cloudtrail' },
      fields: { userIdentity: { type: 'Root' } },
    });
    const file = parse('json', [JSON.stringify({ Records: [call, call, { no: 'record' }] })]);
    expect(file).toMatchObject({
      kind: 'records',
      failures: 1,
      reason: '1 of 3 Records are no CloudTrail records',
    });
  });

  it('reads Suricata EVE and leaves its alert whole', () => {
    const eve = {
      timestamp: '2026-11-23T10:00:00.123456+0000',
      event_type: 'alert',
      src_ip: '203.0.113.1',
      alert: { signature_id: 1, signature: 'x' },
    };
    expect(record('json', [JSON.stringify(eve)])).toMatchObject({
      format: 'suricata-alert',
      logsource: { product: 'suricata', service: 'alert' },
      fields: { alert: { signature_id: 1 } },
    });
  });

  it('reads CSV by its header line, quotes within quotes', () => {
    const lines = ['Event Name,Event DateTime,Source IP', '"a ""b"", c",2026-11-23T10:00:00Z,203.0.113.1'];
    expect(record('csv', lines)).toMatchObject({
      timeMs: Date.UTC(2026, 10, 23, 10),
      actor: { kind: 'address', value: '203.0.113.1' },
      fields: { 'Event Name': 'a "b", c' },
    });
  });

  it('keeps names that could reach a prototype as harmless fields', () => {
    const parsed = record('json', ['{"__proto__":{"polluted":1},"\\u005f_proto__":2,"ok":true}']);
    expect(Object.getPrototypeOf(parsed.fields)).toBe(Object.prototype);
    expect(Object.keys(parsed.fields)).toContain('[__proto__]');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const pairs = record('auditd', ['type=X msg=audit(1.5:8): __proto__=1']);
    expect(Object.getPrototypeOf(pairs.fields)).toBe(Object.prototype);
  });

  it('refuses JSON that is nested too deep', () => {
    expect(parse('json', [`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`])).toEqual({
      kind: 'failure',
      reason: 'nested deeper than 64 levels',
    });
    expect(parse('json', ['['.repeat(100_000)])).toMatchObject({ kind: 'failure' });
    expect(parse('json', [`${'['.repeat(100_000)}${']'.repeat(100_000)}`])).toMatchObject({
      kind: 'failure',
    });
  });
});
