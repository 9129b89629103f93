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

const COMBINED =
  '203.0.113.7 - ali [23/Nov/2026:13:55:36 +0330] "GET /search?q=%27+OR+1=1 HTTP/1.1" 200 5213 ' +
  '"https://portal.example.gov/" "Mozilla/5.0 (X11)"';

describe('access logs', () => {
  it('reads nginx combined under the names that Sigma rules use', () => {
    const { fields, timeMs, logsource, actor, format } = record('nginx', [COMBINED]);
    expect(format).toBe('nginx-combined');
    expect(timeMs).toBe(Date.UTC(2026, 10, 23, 10, 25, 36));
    expect(logsource).toEqual({ category: 'webserver', product: 'nginx', service: 'nginx' });
    expect(actor).toEqual({ kind: 'address', value: '203.0.113.7' });
    expect(fields).toMatchObject({
      'c-ip': '203.0.113.7',
      'cs-username': 'ali',
      'cs-method': 'GET',
      'cs-uri-stem': '/search',
      'cs-uri-query': 'q=%27+OR+1=1',
      'c-uri': '/search?q=%27+OR+1=1',
      'sc-status': 200,
      'sc-bytes': 5213,
      'cs-referer': 'https://portal.example.gov/',
      'cs-user-agent': 'Mozilla/5.0 (X11)',
      'c-useragent': 'Mozilla/5.0 (X11)',
    });
  });

  it.each([
    [
      'the common format',
      '::1 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.0" 304 -',
      'apache-common',
      '/',
    ],
    [
      'a request with quotes and escaped bytes',
      '192.0.2.1 - a b [01/Jan/2026:00:00:00 +0000] "GET /\\"x\\xd8\\xb3 HTTP/1.1" 404 0 "-" "a\\"b"',
      'apache-combined',
      '/"xس',
    ],
    [
      'bytes that are no request',
      '192.0.2.1 - - [01/Jan/2026:00:00:00 +0000] "\\x16\\x03\\x01" 400 226 "-" "-"',
      'apache-combined',
      '\u0016\u0003\u0001',
    ],
    [
      'no request at all',
      '192.0.2.1 - - [01/Jan/2026:00:00:00 +0000] "-" 408 0 "-" "-"',
      'apache-combined',
      undefined,
    ],
  ])('reads %s', (_, line, format, target) => {
    const parsed = record('apache', [line]);
    expect(parsed.format).toBe(format);
    expect(parsed.fields['c-uri']).toBe(target);
  });

  it.each([
    ['', 'no client address at the start'],
    ['x', 'no client address at the start'],
    ['a b c', 'no time in […]'],
    [
      '1.2.3.4 - - [01/Foo/2026:00:00:00 +0000] "GET /" 200 1',
      'the time in […] is not like 10/Oct/2000:13:55:36 -0700',
    ],
    ['1.2.3.4 - - [01/Jan/2026:00:00:00 +0000] "GET / HTTP/1.1', 'the quotes of the request are not closed'],
    ['1.2.3.4 - - [01/Jan/2026:00:00:00 +0000] "GET /" x 1', 'no status code after the request'],
  ])('says what is wrong with %j', (line, reason) => {
    expect(parse('nginx', [line])).toEqual({ kind: 'failure', reason });
  });

  it('compiles an nginx log_format', () => {
    const format = {
      nginx: '$remote_addr [$time_iso8601] "$request" $status $request_time $' + '{upstream_addr}',
    };
    const parsed = record(format, [
      '10.0.0.9 [2026-11-23T10:00:00+03:30] "POST /a?b HTTP/2.0" 201 0.003 10.1.1.1:80',
    ]);
    expect(parsed.timeMs).toBe(Date.UTC(2026, 10, 23, 6, 30, 0));
    expect(parsed.fields).toMatchObject({
      'cs-method': 'POST',
      'cs-uri-query': 'b',
      'sc-status': 201,
      request_time: '0.003',
      upstream_addr: '10.1.1.1:80',
    });
  });

  it('compiles an Apache LogFormat', () => {
    const format = {
      apache: '%v:%p %h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\" %D %%',
    };
    const line =
      'portal:443 10.0.0.9 - - [23/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 99 "-" "curl/8" 1200 %';
    const parsed = record(format, [line]);
    expect(parsed.format).toBe('apache-custom');
    expect(parsed.timeMs).toBe(Date.UTC(2026, 10, 23, 10, 0, 0));
    expect(parsed.fields).toMatchObject({
      'cs-host': 'portal',
      p: '443',
      'c-ip': '10.0.0.9',
      'sc-bytes': 99,
      'cs-user-agent': 'curl/8',
      D: '1200',
    });
    expect(parsed.fields['cs-referer']).toBeUndefined();
    expect(record({ apache: '%a %U%q %s' }, ['10.0.0.9 /x?y=1 200']).fields['cs-uri-query']).toBe('y=1');
  });

  it.each([
    [{ nginx: '$status$request' }, '"status" and "request" stand side by side: nothing tells where one ends'],
    [{ nginx: 'no variable' }, 'the format names no variable'],
    [{ nginx: 'a $- b' }, 'a name must follow "$"'],
    [{ apache: '%h %' }, 'not a directive: after "%" comes a letter'],
  ])('refuses the format string %j', (format, message) => {
    expect(() => openFormat(format)).toThrow(message);
  });

  it('reads JSON access logs', () => {
    const line = JSON.stringify({
      time: '2026-11-23T10:00:00+00:00',
      remote_addr: '198.51.100.4',
      request: 'GET /x?y=1 HTTP/1.1',
      status: '500',
      http_user_agent: 'z',
      upstream_time: 0.2,
    });
    const parsed = record('json', [line]);
    expect(parsed.format).toBe('nginx-json');
    expect(parsed.timeMs).toBe(Date.UTC(2026, 10, 23, 10));
    expect(parsed.fields).toMatchObject({
      'cs-uri-query': 'y=1',
      'sc-status': 500,
      'c-useragent': 'z',
      upstream_time: 0.2,
    });
  });

  it('reads IIS by its #Fields header, which may change', () => {
    const lines = [
      '#Software: Microsoft Internet Information Services 10.0',
      '#Fields: date time c-ip cs-method cs-uri-stem cs-uri-query cs(User-Agent) sc-status time-taken',
      '2026-11-23 10:00:00 192.0.2.1 GET /a.aspx q=1 Mozilla/5.0+(X) 200 15',
    ];
    expect(record('iis', lines)).toMatchObject({
      timeMs: Date.UTC(2026, 10, 23, 10),
      fields: {
        'cs-uri-stem': '/a.aspx',
        'cs-uri-query': 'q=1',
        'cs-user-agent': 'Mozilla/5.0 (X)',
        'time-taken': 15,
      },
    });
    const changed = record('iis', [...lines, '#Fields: date time sc-status', '2026-11-23 10:00:01 404']);
    expect(changed.fields).toEqual({ 'sc-status': 404 });
    expect(parse('iis', ['2026-11-23 10:00:00 x'])).toMatchObject({
      reason: 'no #Fields header has come before this line',
    });
  });
});
