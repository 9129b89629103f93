import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMAT_NAMES, type FormatSetting } from './format-setting.ts';
import { LineSensor } from './line-sensor.ts';
import { ParseCounter } from './parse-counter.ts';

const RECEIVED_MS = Date.UTC(2026, 10, 23, 12);

function open(format: FormatSetting, fileName = '') {
  const counter = new ParseCounter();
  let made = 0;
  const next = () => {
    made += 1;
    return `id-${made}`;
  };
  const ids = { next };
  const options = {
    source: 's',
    service: 'portal',
    format,
    zoneOffsetMinutes: 0,
    fileName,
    simulated: false,
  };
  const sensor = new LineSensor({ ...options, ids, counter });
  return { counter, sensor, read: (line: string) => sensor.read(line, RECEIVED_MS) };
}

const ACCESS = '203.0.113.7 - - [23/Nov/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "x"';
const SSHD = 'Nov 23 10:00:00 web1 sshd[1]: Failed password for root from 203.0.113.9 port 5 ssh2';

describe('LineSensor', () => {
  it('makes an event of a line that it cannot parse, counts it and keeps it as an example', () => {
    const { counter, read } = open('nginx');
    read(ACCESS);
    read('');
    expect(read('no access log')).toEqual([
      {
        id: 'id-2',
        timeMs: RECEIVED_MS,
        receivedMs: RECEIVED_MS,
        source: 's',
        format: 'unparsed',
        logsource: {},
        service: 'portal',
        host: null,
        actor: null,
        fields: { message: 'no access log' },
        raw: 'no access log',
        simulated: false,
      },
    ]);
    expect(counter.counts()).toEqual({
      read: 3,
      parsed: 1,
      unparsed: 1,
      skipped: 1,
      tooLong: 0,
      events: 2,
      examples: [{ line: 'no access log', reason: 'no time in […]', format: 'nginx', count: 1 }],
    });
  });

  it('keeps the raw line beside the fields', () => {
    expect(open('auto').read(ACCESS)[0]).toMatchObject({
      raw: ACCESS,
      format: 'combined',
      service: 'portal',
    });
  });

  it('counts a line over the limit', () => {
    const { counter, sensor } = open('auto');
    expect(sensor.readTooLong('beginning', RECEIVED_MS)[0]).toMatchObject({
      format: 'unparsed',
      raw: 'beginning',
    });
    expect(counter.counts()).toMatchObject({ read: 1, unparsed: 1, tooLong: 1 });
  });

  it.each([...FORMAT_NAMES, 'auto' as const])(
    'loses nothing and throws never, whatever the line (%s)',
    (format) => {
      const line = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.json(),
        fc.constantFrom(
          ACCESS,
          SSHD,
          '#Fields: a b c',
          '#fields\ta',
          'a,b,c',
          '<13>1 - - - - - [',
          'type=X msg=audit(1:2): a=',
        ),
        fc.mixedCase(fc.constant(ACCESS)),
        fc.tuple(fc.constantFrom(ACCESS, SSHD), fc.nat(80)).map(([text, at]) => text.slice(0, at)),
      );
      fc.assert(
        fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
          const { counter, read } = open(format);
          let events = 0;
          for (const text of lines) events += read(text).length;
          const counts = counter.counts();
          expect(counts.read).toBe(lines.length);
          expect(counts.parsed + counts.unparsed + counts.skipped).toBe(lines.length);
          expect(counts.events).toBe(events);
        }),
        { numRuns: 60 },
      );
    },
  );
});

describe('auto', () => {
  const samples: readonly (readonly [string, readonly string[]])[] = [
    ['combined', [ACCESS, ACCESS, 'damaged']],
    ['syslog', [SSHD]],
    ['json', ['{"a":1}', 'x', '{"a":2}']],
    ['auditd', ['type=CWD msg=audit(1.5:8): cwd="/x"']],
    ['iis', ['#Software: Microsoft Internet Information Services 10.0', '#Fields: date time sc-status']],
    ['zeek-tsv', ['#separator \\x09', '#fields\tts\tuid', '1\tC']],
    ['csv', ['time,name,source ip', '2026-11-23T10:00:00Z,a,b', '2026-11-23T10:00:00Z,c,d']],
    ['text', ['title: a', 'no log at all', '- but a list']],
  ];

  it.each(samples)('recognises %s', (format, lines) => {
    const { sensor } = open('auto');
    sensor.prime(lines, RECEIVED_MS);
    expect(sensor.format).toBe(format);
  });

  it('keeps to a format through single bad lines, and changes after a run of them', () => {
    const { sensor, read } = open('auto');
    read(ACCESS);
    read(SSHD);
    expect(sensor.format).toBe('combined');
    for (let at = 0; at < 8; at += 1) read(SSHD);
    expect(sensor.format).toBe('syslog');
    expect(read(SSHD)[0]?.format).toBe('sshd');
  });

  it('finds the format of a file that began with something else', () => {
    const { sensor, read } = open('auto');
    read('starting up');
    expect(sensor.format).toBe('text');
    for (let at = 0; at < 8; at += 1) read(ACCESS);
    expect(sensor.format).toBe('combined');
  });

  it('tells JSON formats record by record', () => {
    const { read } = open('auto');
    const lines = ['{"EventID":1,"Channel":"Security"}', '{"ts":1,"uid":"C","_path":"dns"}', '{"a":1}'];
    expect(lines.map((line) => read(line)[0]?.format)).toEqual(['windows', 'zeek-dns', 'json']);
  });
});
