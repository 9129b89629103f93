import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../testing/capture.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.remove());

/** A file as its source writes it, and what a rule of the public rules would ask of it. */
type Row = readonly [source: string, text: string, logsource: string, selection: string];

const json = (...records: readonly object[]) => records.map((one) => `${JSON.stringify(one)}\n`).join('');
const sysmon = (EventID: number, fields: object) =>
  json({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID, Computer: 'pc', ...fields });
const xml = (system: string, data: string) =>
  `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>${system}</System><EventData>${data}</EventData></Event>\n`;
const audit = (serial: number, ...records: readonly string[]) =>
  records
    .map((one) => one.replace(' ', ` msg=audit(1795429230.123:${serial}): `))
    .map((one) => `type=${one}\n`)
    .join('');

const WINDOWS: readonly Row[] = [
  [
    'Security 4688, channel in small letters',
    json({
      Channel: 'security',
      EventID: 4688,
      NewProcessName: 'C:\\m\\win4688.exe',
      SubjectUserName: 'sara',
    }),
    'product: windows, category: process_creation',
    "Image|endswith: '\\win4688.exe'",
  ],
  [
    'Sysmon 1, channel in capitals',
    json({ Channel: 'MICROSOFT-WINDOWS-SYSMON/OPERATIONAL', EventID: '1', Image: 'C:\\m\\sysmon1.exe' }),
    'product: windows, category: process_creation',
    "Image|endswith: '\\sysmon1.exe'",
  ],
  [
    'Sysmon 12, a key that is made',
    sysmon(12, { EventType: 'CreateKey', TargetObject: 'HKLM\\reg12' }),
    'product: windows, category: registry_add',
    "EventType: CreateKey\n    TargetObject|endswith: '\\reg12'",
  ],
  [
    'Sysmon 13',
    sysmon(13, { EventType: 'SetValue', TargetObject: 'HKLM\\reg13', Details: 'DWORD (0x00000001)' }),
    'product: windows, category: registry_set',
    "TargetObject|endswith: '\\reg13'\n    Details: DWORD (0x00000001)",
  ],
  [
    'Sysmon 14, as a registry event',
    sysmon(14, { EventType: 'RenameKey', TargetObject: 'HKLM\\reg14', NewName: 'HKLM\\x' }),
    'product: windows, category: registry_event',
    "TargetObject|endswith: '\\reg14'",
  ],
  [
    'Security 4657',
    json({
      Channel: 'Security',
      EventID: 4657,
      ObjectName: '\\REGISTRY\\MACHINE\\reg4657',
      ObjectValueName: 'v',
    }),
    'product: windows, category: registry_set',
    'TargetObject|contains: reg4657',
  ],
  [
    'Provider_Name out of an event as XML',
    xml(
      '<Provider Name="Provider-7"/><EventID>7</EventID><Channel>System</Channel><Computer>pc</Computer>',
      '',
    ),
    'product: windows, service: system',
    'Provider_Name: provider-7\n    EventID: 7',
  ],
  [
    'Provider_Name out of SourceName',
    json({ Channel: 'Application', EventID: 1000, SourceName: 'Source-8' }),
    'product: windows, service: application',
    'Provider_Name: Source-8',
  ],
  [
    'names with spaces',
    json({
      Channel: 'Microsoft-Windows-Windows Defender/Operational',
      EventID: 1116,
      'Threat Name': 'Marker/Spaced',
    }),
    'product: windows, service: windefend',
    'ThreatName|contains: Marker/Spaced',
  ],
  [
    'repeated Data',
    xml(
      '<Provider Name="PowerShell"/><EventID>400</EventID><Channel>Windows PowerShell</Channel>',
      '<Data>Available</Data><Data>None</Data><Data>HostVersion=2 marker-data</Data>',
    ),
    'product: windows, category: ps_classic_start',
    'Data|contains: HostVersion=2 marker-data',
  ],
  [
    'an event as Winlogbeat ships it',
    json({
      '@timestamp': '2026-11-23T10:00:00Z',
      winlog: {
        channel: 'Security',
        event_id: 4688,
        event_data: { NewProcessName: 'C:\\m\\beat.exe' },
        provider_name: 'x',
      },
    }),
    'product: windows, category: process_creation',
    "Image|endswith: '\\beat.exe'",
  ],
];

const UNIX: readonly Row[] = [
  [
    'auditd, a record by itself',
    audit(1, 'EXECVE argc=2 a0="cat" a1="audit-one"'),
    'product: linux, service: auditd',
    'type: EXECVE\n    a1: audit-one',
  ],
  [
    'auditd, a process',
    audit(
      2,
      'SYSCALL arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=2 auid=0 uid=0 comm="cat" exe="/usr/bin/audit-two"',
      'EXECVE argc=2 a0="cat" a1="/etc/shadow"',
      'CWD cwd="/root"',
      'PROCTITLE proctitle=636174002F6574632F736861646F77',
    ),
    'product: linux, category: process_creation',
    'Image|endswith: /audit-two\n    CommandLine: cat /etc/shadow',
  ],
  [
    'auditd, a file',
    audit(
      3,
      'SYSCALL arch=c000003e syscall=257 success=yes exit=3 ppid=1 pid=2 comm="sh" exe="/bin/sh"',
      'CWD cwd="/root"',
      'PATH item=0 name="/etc/cron.d" nametype=PARENT',
      'PATH item=1 name="/etc/cron.d/audit-three" nametype=CREATE',
      'PROCTITLE proctitle="sh"',
    ),
    'product: linux, category: file_event',
    'TargetFilename: /etc/cron.d/audit-three',
  ],
  [
    'auditd, a connection (the last event of the log, without an end)',
    audit(
      4,
      'SYSCALL arch=c000003e syscall=42 success=yes exit=0 ppid=1 pid=2 comm="nc" exe="/usr/bin/audit-four"',
      'SOCKADDR saddr=02001F90CB007107000000000000000000',
    ),
    'product: linux, category: network_connection',
    'Image|endswith: /audit-four\n    DestinationIp: 203.0.113.7',
  ],
  [
    'sshd in syslog',
    'Nov 23 10:20:30 h sshd[7]: Failed password for invalid user sshd-marker from 192.0.2.1 port 4711 ssh2\n',
    'product: linux, service: sshd',
    "'|contains': sshd-marker",
  ],
  [
    'cron in syslog',
    '<78>Nov 23 10:20:30 h crontab[7]: (root) REPLACE (cron-marker)\n',
    'product: linux, service: cron',
    "'|contains': cron-marker",
  ],
  [
    'macOS, a process as eslogger prints it',
    json({
      event_type: 9,
      time: '2026-11-23T10:00:00Z',
      process: { executable: { path: '/bin/zsh' } },
      event: {
        exec: { args: ['mac-marker', '-u'], target: { executable: { path: '/usr/bin/id' }, ppid: 5 } },
      },
    }),
    'product: macos, category: process_creation',
    'Image|endswith: /id\n    CommandLine|contains: mac-marker -u',
  ],
  [
    'macOS, a file',
    json({
      event_type: 13,
      process: { executable: { path: '/bin/zsh' } },
      event: { create: { destination: { new_path: { dir: { path: '/Library' }, filename: 'mac.plist' } } } },
    }),
    'product: macos, category: file_event',
    'TargetFilename: /Library/mac.plist',
  ],
];

const NETWORK: readonly Row[] = [
  [
    'nginx',
    '203.0.113.7 - - [23/Nov/2026:10:00:00 +0000] "POST /a.php?q=nginx-marker HTTP/1.1" 404 5 "https://r.example/" "agent/1"\n',
    'category: webserver',
    'cs-method: POST\n    cs-uri-query|contains: nginx-marker\n    cs-uri-stem: /a.php\n    sc-status: 404\n    cs-user-agent: agent/1\n    cs-referer|contains: r.example',
  ],
  [
    'Apache, with its virtual host',
    'www.example.com:80 203.0.113.7 - - [23/Nov/2026:10:00:00 +0000] "GET /b?q=apache-marker HTTP/1.1" 200 5 "-" "agent/1"\n',
    'category: webserver',
    'c-uri|contains: apache-marker\n    c-ip: 203.0.113.7',
  ],
  [
    'the error log of Apache',
    '[Mon Nov 23 10:00:00.000001 2026] [core:notice] [pid 7] AH00051: child pid 8 exit signal Segmentation fault (11), apache-error-marker\n',
    'service: apache',
    "'|contains': apache-error-marker",
  ],
  [
    'IIS',
    '#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status\n' +
      '2026-11-23 10:00:00 192.0.2.1 GET /a.aspx q=iis-marker 443 - 203.0.113.7 agent/1 500\n',
    'category: webserver',
    'cs-uri-query: q=iis-marker\n    cs-uri-stem: /a.aspx\n    sc-status: 500\n    cs-user-agent: agent/1',
  ],
  [
    'Squid',
    '1795429230.586    921 192.0.2.8 TCP_MISS/200 507 GET http://www.example.com/a/b.exe?x=squid-marker sara HIER_DIRECT/203.0.113.7 text/html\n',
    'category: proxy',
    'c-uri|contains: squid-marker\n    c-uri-extension: exe\n    cs-host: www.example.com',
  ],
  [
    'queries of BIND',
    'Nov 23 10:20:30 ns1 named[7]: client @0x7f1 192.0.2.1#4711 (bind-marker.example): query: bind-marker.example IN TXT +E(0) (192.0.2.53)\n',
    'category: dns',
    'query|startswith: bind-marker\n    record_type: TXT',
  ],
  [
    'queries of dnsmasq',
    'Nov 23 10:20:30 gw dnsmasq[7]: query[A] dnsmasq-marker.example from 192.0.2.1\n',
    'category: dns',
    'query|startswith: dnsmasq-marker',
  ],
  [
    'Zeek dns as JSON',
    json({
      _path: 'dns',
      ts: 1.5,
      uid: 'C1',
      'id.orig_h': '192.0.2.1',
      'id.orig_p': 4711,
      'id.resp_h': '192.0.2.53',
      'id.resp_p': 53,
      proto: 'udp',
      query: 'zeek-marker.example',
      qtype_name: 'TXT',
    }),
    'product: zeek, service: dns',
    'query|startswith: zeek-marker\n    id.resp_p: 53',
  ],
  [
    'Zeek http with tabs',
    '#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\thttp\n#fields\tts\tuid\tid.orig_h\tid.resp_h\tmethod\thost\turi\tuser_agent\n#types\ttime\tstring\taddr\taddr\tstring\tstring\tstring\tstring\n' +
      '1795429230.5\tC1\t192.0.2.1\t192.0.2.7\tGET\twww.example.com\t/zeek-http-marker\tagent/1\n',
    'product: zeek, service: http',
    'uri: /zeek-http-marker',
  ],
  [
    'a firewall in syslog',
    'Nov 23 10:20:30 gw kernel: [1.5] [UFW BLOCK] IN=eth0 OUT= SRC=203.0.113.77 DST=192.0.2.1 LEN=40 PROTO=TCP SPT=4711 DPT=22 SYN\n',
    'category: firewall',
    'src_ip: 203.0.113.77\n    dst_port: 22',
  ],
];

const trail = (eventName: string) => ({
  eventVersion: '1.08',
  eventTime: '2026-11-23T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName,
  awsRegion: 'eu-west-1',
  userIdentity: { type: 'Root' },
});

const CLOUD: readonly Row[] = [
  [
    'CloudTrail, a file of records',
    JSON.stringify({ Records: [trail('Other'), trail('CreateUser')] }),
    'product: aws, service: cloudtrail',
    'eventSource: iam.amazonaws.com\n    eventName: CreateUser\n    userIdentity.type: Root',
  ],
  [
    'CloudTrail, a line an event',
    json(trail('DeleteTrail')),
    'product: aws, service: cloudtrail',
    'eventName: DeleteTrail',
  ],
  [
    'Azure, activity',
    json({
      time: '2026-11-23T10:00:00Z',
      resourceId: '/SUBSCRIPTIONS/x',
      operationName: 'MICROSOFT.NETWORK/DNSZONES/WRITE',
      category: 'Administrative',
    }),
    'product: azure, service: activitylogs',
    'operationName: MICROSOFT.NETWORK/DNSZONES/WRITE',
  ],
  [
    'Azure, sign-ins as diagnostic settings store them',
    JSON.stringify({
      records: [
        {
          time: '2026-11-23T10:00:00Z',
          operationName: 'Sign-in activity',
          category: 'SignInLogs',
          properties: {
            appDisplayName: 'azure-marker',
            conditionalAccessStatus: 'failure',
            status: { errorCode: 50126 },
          },
        },
      ],
    }),
    'product: azure, service: signinlogs',
    'properties.appDisplayName: azure-marker',
  ],
  [
    'GCP',
    json({
      insertId: 'a',
      timestamp: '2026-11-23T10:00:00Z',
      protoPayload: { serviceName: 'storage.googleapis.com', methodName: 'storage.buckets.gcp-marker' },
    }),
    'product: gcp, service: gcp.audit',
    'gcp.audit.method_name|endswith: gcp-marker',
  ],
  [
    'Okta',
    json({
      eventType: 'user.session.start',
      published: '2026-11-23T10:00:00Z',
      actor: { alternateId: 'okta-marker@example.com' },
      outcome: { result: 'FAILURE' },
      target: [{ displayName: 'x' }],
    }),
    'product: okta, service: okta',
    'eventType: user.session.start\n    actor.alternateId|startswith: okta-marker',
  ],
  [
    'Kubernetes',
    json({
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      verb: 'create',
      requestURI: '/api/v1/namespaces/x/pods',
      objectRef: { resource: 'pods', namespace: 'k8s-marker' },
      requestObject: { spec: { volumes: [{ hostPath: { path: '/' } }] } },
      stageTimestamp: '2026-11-23T10:00:00.000000Z',
    }),
    'product: kubernetes, service: audit',
    'verb: create\n    objectRef.namespace: k8s-marker\n    hostPath: /',
  ],
  [
    'Microsoft 365',
    json({
      CreationTime: '2026-11-23T10:00:00',
      RecordType: 1,
      Workload: 'Exchange',
      Operation: 'Add-FederatedDomain',
      ResultStatus: 'True',
    }),
    'product: m365, service: exchange',
    'eventSource: Exchange\n    eventName: Add-FederatedDomain\n    status: success',
  ],
  [
    'GitHub',
    json({ action: 'repo.destroy', actor: 'github-marker', org: 'o', created_at: 1795429230586 }),
    'product: github, service: audit',
    'action: repo.destroy\n    actor: github-marker',
  ],
];

const ROWS = [...WINDOWS, ...UNIX, ...NETWORK, ...CLOUD];

let fired: ReadonlyMap<string, ReadonlySet<string>>;
/** Rules of which the hunt says that they can never fire. */
let impossible: readonly string[];
let summary: {
  readonly hits: number;
  readonly unparsed: number;
  readonly text: number;
  readonly rulesRejected: number;
};

beforeAll(async () => {
  const content = join(import.meta.dirname, '../../../content/mappings');
  cpSync(content, join(sandbox.cwd, 'content', 'mappings'), { recursive: true });
  for (const folder of ['logs', 'rules']) mkdirSync(join(sandbox.cwd, folder));
  for (const [at, [title, text, logsource, selection]] of ROWS.entries()) {
    writeFileSync(join(sandbox.cwd, 'logs', `${at}.log`), text);
    const id = `11111111-2222-4333-8444-${String(at).padStart(12, '0')}`;
    const rule = `title: ${JSON.stringify(title)}\nid: ${id}\nstatus: test\nlevel: low\nlogsource: { ${logsource} }
detection:\n  selection:\n    ${selection}\n  condition: selection\n`;
    writeFileSync(join(sandbox.cwd, 'rules', `${at}.yml`), rule);
  }
  const { out } = await sandbox.run([
    'hunt',
    'logs',
    '--rules',
    'rules',
    '--json',
    '--coverage',
    '--threads',
    '1',
  ]);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  ({ summary } = lines.pop());
  impossible = lines.flatMap(({ cannotFire }) => cannotFire?.title ?? []);
  const files = new Map<string, Set<string>>();
  for (const { title, file } of lines)
    if (title !== undefined) files.set(title, (files.get(title) ?? new Set()).add(file));
  fired = files;
}, 60_000);

describe('rules of the public rules fire on the logs that they are for', () => {
  it.each(ROWS.map(([title], at) => [title, at] as const))('%s', (title, at) => {
    expect([...(fired.get(title) ?? [])]).toEqual([`logs/${at}.log`]);
  });

  it('and none is said to be impossible, whatever mappings and nested fields its own names come from', () => {
    expect(impossible).toEqual([]);
  });

  it('and nothing is left unread', () => {
    expect(summary).toMatchObject({ hits: ROWS.length, unparsed: 0, text: 0, rulesRejected: 0 });
  });
});
