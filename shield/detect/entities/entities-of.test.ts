import { describe, expect, it } from 'vitest';
import type { Event } from '../../model/index.ts';
import { sampleEvent } from '../../testing/samples.ts';
import { entitiesOf, isRelation } from './entities-of.ts';

function named(changes: Partial<Event>): readonly string[] {
  return entitiesOf(sampleEvent({ actor: null, service: null, ...changes })).map(
    ({ role, kind, value }) => `${role} ${kind} ${value}`,
  );
}

const SYSMON = { format: 'sysmon', logsource: { product: 'windows' }, host: 'WS5.example' } as const;
const SECURITY = { ...SYSMON, format: 'windows' } as const;
const GUID = '{E2C04BB9-08C3-60C4-1C17-400100000000}';

describe('what a record names', () => {
  const cases: readonly (readonly [string, Partial<Event>, readonly string[]])[] = [
    [
      'a process of Sysmon, its parent, account, logon and hashes',
      {
        ...SYSMON,
        fields: {
          EventID: 1,
          ProcessGuid: GUID,
          Image: 'C:\\Temp\\A.exe',
          ParentProcessGuid: '{e2c04bb9-d0f0-60c3-48da-ec0000000000}',
          ParentImage: 'C:\\Windows\\explorer.exe',
          LogonId: '0x3719FB',
          User: 'LAB\\Alice',
          Hashes: `MD5=${'A'.repeat(32)},SHA1=${'B'.repeat(40)}`,
        },
      },
      [
        'reporter host ws5.example',
        'subject process e2c04bb9-08c3-60c4-1c17-400100000000',
        'parent process e2c04bb9-d0f0-60c3-48da-ec0000000000',
        'subject logon ws5.example#3611131',
        'subject account lab\\alice',
        'subject file c:\\temp\\a.exe',
        `subject hash ${'a'.repeat(32)}`,
        `subject hash ${'b'.repeat(40)}`,
      ],
    ],
    [
      'no values that stand for none, and nothing that every machine has',
      {
        ...SECURITY,
        fields: {
          EventID: 4624,
          SubjectUserName: '-',
          SubjectLogonId: '0x0',
          TargetUserName: 'SYSTEM',
          TargetDomainName: 'NT AUTHORITY',
          TargetLogonId: '0x3e7',
          IpAddress: '::1',
          WorkstationName: '-',
        },
      },
      ['reporter host ws5.example'],
    ],
    [
      'the creator in 4688 as parent, numbers behind their machine',
      { ...SECURITY, fields: { EventID: 4688, NewProcessId: '0x73c', ProcessId: '0x1d20' } },
      ['reporter host ws5.example', 'subject process ws5.example#1852', 'parent process ws5.example#7456'],
    ],
    [
      'both ends of a Zeek connection, names and answers',
      {
        format: 'zeek-dns',
        logsource: { product: 'zeek', service: 'dns' },
        fields: {
          'id.orig_h': '10.0.0.1',
          'id.resp_h': '::ffff:10.0.0.2',
          query: 'WWW.Example.org.',
          answers: ['x.example', '192.0.2.4'],
        },
      },
      [
        'source address 10.0.0.1',
        'target address 10.0.0.2',
        'target domain www.example.org',
        'target address 192.0.2.4',
      ],
    ],
    [
      'an address where a name may stand, and no name of an oddity as a file',
      { format: 'zeek-http', fields: { host: '192.0.2.7', name: 'dns_unmatched_reply' } },
      [],
    ],
    [
      'nested names of CloudTrail',
      {
        format: 'cloudtrail',
        logsource: { product: 'aws' },
        fields: { sourceIPAddress: 'ec2.amazonaws.com', userIdentity: { arn: 'arn:aws:iam::1:user/Ann' } },
      },
      ['subject account arn:aws:iam::1:user/ann'],
    ],
    [
      'who asked, of a request',
      { fields: { 'c-ip': '203.0.113.9', 'cs-user-agent': 'curl/8', 'cs-username': '-' } },
      ['source address 203.0.113.9', 'source user-agent curl/8'],
    ],
  ];
  it.each(cases)('%s', (_, event, expected) => {
    expect(named(event)).toEqual(expected);
  });

  it('holds a hostile record to a bound', () => {
    const answers = Array.from({ length: 5_000 }, (_, at) => `198.51.${at >> 8}.${at & 255}`);
    expect(named({ format: 'zeek-dns', fields: { answers } })).toHaveLength(16);
  });

  it('knows the records that say which process started which', () => {
    expect(isRelation(sampleEvent({ ...SYSMON, fields: { EventID: 1 } }))).toBe(true);
    expect(isRelation(sampleEvent({ ...SYSMON, fields: { EventID: 10 } }))).toBe(false);
    expect(isRelation(sampleEvent({ ...SECURITY, fields: { EventID: 4688 } }))).toBe(true);
  });
});
