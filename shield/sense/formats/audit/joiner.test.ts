import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedRecord } from '../../record.ts';
import { openFormat } from '../index.ts';
import { OPEN_LIMIT } from './joiner.ts';
import { decodeSocketAddress } from './socket-address.ts';

const CONTEXT = { receivedMs: 0, zoneOffsetMinutes: 0, fileName: 'audit.log' };

/** Events that were joined out of the lines, in the order in which they became complete. */
function joined(lines: readonly string[]): readonly ParsedRecord[] {
  const parser = openFormat('auditd');
  const derived = lines.flatMap((line) => {
    const result = parser.parse(line, CONTEXT);
    return result.kind === 'record' ? (result.derived ?? []) : [];
  });
  return [...derived, ...(parser.finish?.() ?? [])];
}

const call = (serial: number, rest: string, seconds = '1604996384.965') =>
  `type=SYSCALL msg=audit(${seconds}:${serial}): arch=c000003e ${rest} ppid=29002 pid=2168 auid=1000 uid=0 ses=104 comm="dd" exe="/bin/dd" key=(null)`;
const part = (type: string, serial: number, rest: string, seconds = '1604996384.965') =>
  `type=${type} msg=audit(${seconds}:${serial}): ${rest}`;

const EXEC = 'syscall=59 success=yes exit=0 a0=558e25052c70 a1=558e251641a0 items=2';

describe('audit records of one event', () => {
  it('become a process, with its arguments as a command line', () => {
    const [view, ...more] = joined([
      call(93777, EXEC),
      part('EXECVE', 93777, 'argc=3 a0="dd" a1="if=/dev/zero" a2=6F663D2F746D702F6120622E62696E'),
      part('CWD', 93777, 'cwd="/home/wardog"'),
      part('PATH', 93777, 'item=0 name="/bin/dd" mode=0100755 nametype=NORMAL'),
      part('PROCTITLE', 93777, 'proctitle=64640069663D2F6465762F7A65726F'),
    ]);
    expect(more).toEqual([]);
    expect(view).toMatchObject({
      timeMs: 1604996384965,
      logsource: { product: 'linux', category: 'process_creation' },
      actor: { kind: 'account', value: '1000' },
      fields: {
        Image: '/bin/dd',
        CommandLine: 'dd if=/dev/zero of=/tmp/a b.bin',
        CurrentDirectory: '/home/wardog',
        User: 'root',
        LogonId: '0',
        ProcessId: '2168',
        ParentProcessId: '29002',
      },
    });
  });

  it('are joined though those of others stand between, and name the parent that the log told of', () => {
    const child = call(2, EXEC).replace('ppid=29002 pid=2168', 'ppid=2168 pid=2169');
    const views = joined([
      call(1, EXEC),
      child,
      part('EXECVE', 2, 'argc=1 a0="id"'),
      part('EXECVE', 1, 'argc=1 a0="sh"'),
      part('EOE', 1, ''),
      part('EOE', 2, ''),
    ]);
    expect(views.map(({ fields }) => [fields.CommandLine, fields.ParentCommandLine])).toEqual([
      ['sh', undefined],
      ['id', 'sh'],
    ]);
  });

  it('put long arguments together out of pieces and records', () => {
    const [view] = joined([
      call(1, EXEC),
      part('EXECVE', 1, 'argc=3 a0="sh" a1_len=8 a1[0]="-cec" a1[1]=686F2078'),
      part('EXECVE', 1, 'a2="end"'),
    ]);
    expect(view?.fields.CommandLine).toBe('sh -cecho x end');
  });

  it('read digits of EXECVE as hexadecimal, and leave the numbers of SYSCALL', () => {
    const record = openFormat('auditd').parse(part('EXECVE', 1, 'argc=1 a0=2022'), CONTEXT);
    expect(record).toMatchObject({ fields: { a0: ' "' } });
    const syscall = openFormat('auditd').parse(call(1, 'syscall=135 a0=40000 a1=AB12'), CONTEXT);
    expect(syscall).toMatchObject({ fields: { SYSCALL: 'personality', a0: '40000', a1: 'AB12' } });
  });

  it('fall back to the process title', () => {
    const [view] = joined([call(1, EXEC), part('PROCTITLE', 1, 'proctitle=6C73002D6C')]);
    expect(view?.fields.CommandLine).toBe('ls -l');
  });

  it('say nothing of a start that failed, nor without their SYSCALL record', () => {
    expect(joined([call(1, EXEC.replace('success=yes', 'success=no')), part('EOE', 1, '')])).toEqual([]);
    expect(joined([part('EXECVE', 1, 'argc=1 a0="id"'), part('EOE', 1, '')])).toEqual([]);
  });

  it.each([
    [
      'syscall=257 success=yes a0=ffffff9c a2=241',
      'name="a.txt" mode=0100644 nametype=CREATE',
      '/root/a.txt',
      'file_event',
    ],
    [
      'syscall=257 success=yes a0=ffffff9c a2=241',
      'name="/e/b" mode=0100644 nametype=NORMAL',
      '/e/b',
      'file_event',
    ],
    ['syscall=257 success=yes a0=5 a2=241', 'name="c" mode=0100644 nametype=CREATE', 'c', 'file_event'],
    ['syscall=82 success=yes', 'name="./d" mode=0100644 nametype=CREATE', '/root/d', 'file_event'],
    ['syscall=87 success=yes', 'name=2F612062 mode=0100644 nametype=DELETE', '/a b', 'file_delete'],
  ])('%s, %s become a file event', (syscall, path, name, category) => {
    const [view] = joined([
      call(1, syscall),
      part('CWD', 1, 'cwd="/root"'),
      part('PATH', 1, 'item=0 name="/root" mode=040755 nametype=PARENT'),
      part('PATH', 1, `item=1 ${path}`),
      part('PROCTITLE', 1, 'proctitle="x"'),
    ]);
    expect(view).toMatchObject({
      logsource: { product: 'linux', category },
      fields: { TargetFilename: name, Image: '/bin/dd' },
    });
  });

  it('make no file event of a file that is only read, and of a folder', () => {
    expect(
      joined([
        call(1, 'syscall=257 success=yes a0=ffffff9c a2=0'),
        part('PATH', 1, 'item=0 name="/etc/passwd" mode=0100644 nametype=NORMAL'),
        part('PATH', 1, 'item=1 name="/tmp/d" mode=040755 nametype=CREATE'),
      ]),
    ).toEqual([]);
  });

  it.each([
    [
      'syscall=42 success=yes',
      '020001BBC0000207000000000000000000',
      { DestinationIp: '192.0.2.7', DestinationPort: 443, Initiated: 'true' },
    ],
    ['syscall=42 success=no exit=-115', '020001BBC00002070000000000000000', { DestinationIp: '192.0.2.7' }],
    [
      'syscall=43 success=yes',
      '0A00E0A50000000020010DB800000000000000000000000100000000',
      { SourceIp: '2001:db8::1', SourcePort: 57509, Initiated: 'false' },
    ],
  ])('%s to %s becomes a connection', (syscall, saddr, fields) => {
    const [view] = joined([call(1, syscall), part('SOCKADDR', 1, `saddr=${saddr}`), part('EOE', 1, '')]);
    expect(view).toMatchObject({ logsource: { category: 'network_connection' }, fields });
  });
});

describe('the order of records', () => {
  it('of different events does not matter, as long as each begins with SYSCALL and ends with PROCTITLE', () => {
    const events = [1, 2, 3].map((serial) => [
      call(serial, EXEC).replace('pid=2168', `pid=${serial}`),
      part('EXECVE', serial, `argc=1 a0="id${serial}"`),
      part('CWD', serial, `cwd="/${serial}"`),
      part('PROCTITLE', serial, 'proctitle="x"'),
    ]);
    const textsOf = (lines: readonly string[]) =>
      joined(lines)
        .map(({ fields }) => JSON.stringify(fields))
        .sort();
    const expected = textsOf(events.flat());
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 12, maxLength: 40 }), (choices) => {
        const left = events.map((lines) => [...lines]);
        const mixed = choices.flatMap((choice) => left[choice]?.shift() ?? []);
        expect(textsOf([...mixed, ...left.flat()])).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  it('never makes the joiner throw, nor lose a record', () => {
    const types = ['SYSCALL', 'EXECVE', 'PATH', 'CWD', 'SOCKADDR', 'EOE', 'PROCTITLE', 'USER_CMD'];
    const record = fc.tuple(fc.constantFrom(...types), fc.nat(3), fc.string(), fc.nat(5));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), (records) => {
        const parser = openFormat('auditd');
        for (const [type, serial, text, seconds] of records) {
          const line = part(
            type,
            serial,
            `arch=c000003e syscall=42 success=yes saddr=${text} a0=${text}`,
            `${seconds}.000`,
          );
          expect(parser.parse(line, CONTEXT).kind).toBe('record');
        }
        parser.finish?.();
      }),
      { numRuns: 200 },
    );
  });
});

describe('events that are never completed', () => {
  it('are closed when a record comes that is two seconds younger', () => {
    const lines = [
      call(1, EXEC, '100.000'),
      part('EXECVE', 1, 'argc=1 a0="id"', '100.000'),
      call(2, 'syscall=59 success=no', '102.001'),
    ];
    const parser = openFormat('auditd');
    const results = lines.map((line) => parser.parse(line, CONTEXT));
    expect(results.at(-1)).toMatchObject({ derived: [{ fields: { CommandLine: 'id' } }] });
  });

  it('are closed when too many are open, and late parts join nothing', () => {
    const lines = Array.from({ length: OPEN_LIMIT + 1 }, (_, serial) => call(serial, EXEC));
    const parser = openFormat('auditd');
    const results = lines.map((line) => parser.parse(line, CONTEXT));
    expect(results.at(-1)).toMatchObject({ derived: [{ fields: { serial: 0 } }] });
    const late = parser.parse(part('EXECVE', 0, 'argc=1 a0="id"'), CONTEXT);
    expect(late).toMatchObject({ kind: 'record', fields: { a0: 'id' } });
    expect(late).not.toHaveProperty('derived');
    expect(parser.finish?.()).toHaveLength(OPEN_LIMIT);
  });
});

describe('socket addresses', () => {
  it.each([
    ['01002F7661722F72756E2F6E736364', null],
    ['0002005000000000', { address: '0.0.0.0', port: 80 }],
    ['0A0000500000000000000000000000000000FFFF7F00000100000000', { address: '127.0.0.1', port: 80 }],
    ['0A000050000000000000000000000000000000000000000000000000', { address: '::', port: 80 }],
    ['0A00', null],
    ['', null],
  ])('%s', (saddr, expected) => expect(decodeSocketAddress(saddr)).toEqual(expected));
});
