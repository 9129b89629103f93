import { describe, expect, it } from 'vitest';
import { recogniseFormat } from '../auto.ts';
import type { FormatName } from '../format-setting.ts';
import { parseEventXml } from './event-xml.ts';
import { openFormat } from './index.ts';

const CONTEXT = { receivedMs: Date.UTC(2026, 10, 23, 12), zoneOffsetMinutes: 210, fileName: 'x.log' };
const parse = (format: FormatName, line: string) => openFormat(format).parse(line, CONTEXT);

const NGINX_ERROR =
  '2026/11/23 10:20:30 [error] 7#9: *1 open() "/x" failed, client: 203.0.113.5, server: a, request: "GET /b?c HTTP/1.1", host: "a"';
const APACHE_ERROR = '[Mon Nov 23 10:20:30.5 2026] [error] [client 203.0.113.5] File does not exist: /x';
const SQUID =
  '1795429230.586     92 192.0.2.8 TCP_DENIED/403 507 GET http://u@www.example.com:8080/a.b/c?d=e - HIER_NONE/- text/html';
const PAIRS = 'date=2026-11-23 time=10:20:30 devname="fw 1" a="x \\"y\\"" srcip=203.0.113.5 empty=';
const VHOST =
  'www.example.com:443 203.0.113.5 - - [23/Nov/2026:10:20:30 +0000] "GET / HTTP/1.1" 200 7 "-" "a"';

describe('formats are recognised by content', () => {
  it.each([
    ['error-log', NGINX_ERROR],
    ['error-log', APACHE_ERROR],
    ['squid', SQUID],
    ['key-value', PAIRS],
    ['combined', VHOST],
  ])('%s', (name, line) => expect(recogniseFormat([line], CONTEXT)).toBe(name));
});

describe('error logs', () => {
  it('tell time in the zone of the source, client, level and request', () => {
    expect(parse('error-log', NGINX_ERROR)).toMatchObject({
      timeMs: Date.UTC(2026, 10, 23, 6, 50, 30),
      actor: { kind: 'address', value: '203.0.113.5' },
      fields: { level: 'error', 'cs-method': 'GET', 'cs-uri': '/b?c', host: 'a' },
    });
    expect(parse('error-log', APACHE_ERROR)).toMatchObject({
      timeMs: Date.UTC(2026, 10, 23, 6, 50, 30, 500),
      fields: { message: 'File does not exist: /x', 'c-ip': '203.0.113.5' },
    });
  });

  it.each(['2026/11/23 10:20:30 error 7#9: x', '[Mon Foo 23 10:20:30 2026] [error] x', ''])(
    'refuse %j',
    (line) => expect(parse('error-log', line)).toMatchObject({ kind: 'failure' }),
  );
});

describe('proxies', () => {
  it('take a URL apart', () => {
    const record = parse('squid', SQUID);
    expect(record).toMatchObject({
      timeMs: 1795429230586,
      fields: {
        'cs-host': 'www.example.com',
        'c-uri-stem': '/a.b/c',
        'c-uri-query': 'd=e',
        'sc-status': 403,
      },
    });
    expect(record).not.toHaveProperty(['fields', 'c-uri-extension']);
    expect(record).not.toHaveProperty(['fields', 'dst_ip']);
  });

  it('say that no user agent was sent where there is a column for it', () => {
    const parser = openFormat('iis');
    parser.parse('#Fields: date time c-ip cs-method cs-uri-scheme cs-host cs(User-Agent)', CONTEXT);
    expect(parser.parse('2026-11-23 10:20:30 192.0.2.1 CONNECT tcp example.com -', CONTEXT)).toMatchObject({
      logsource: { category: 'proxy' },
      fields: { 'c-useragent': '', 'c-uri': 'tcp://example.com' },
    });
  });
});

it('lines of pairs are unquoted, and those without a date refused', () => {
  expect(parse('key-value', PAIRS)).toMatchObject({ host: 'fw 1', fields: { a: 'x "y"', empty: '' } });
  expect(parse('key-value', 'a=b c=d')).toMatchObject({ kind: 'failure' });
});

describe('events in XML', () => {
  it('are read up to what is damaged', () => {
    const text =
      '<Event><System><EventID>1</EventID></System><EventData><Data Name="a">&lt;&#65;&#x42;&no;</Data><Data>b</Data><Data Name="c"/><Data Name="d">e</EventData></Event>';
    expect(parseEventXml(text)).toEqual({
      Event: {
        System: { EventID: '1' },
        EventData: { Data: [{ '@Name': 'a', '#text': '<AB&no;' }, 'b', { '@Name': 'c', '#text': '' }] },
      },
    });
  });

  it.each(['<Event>', '<Other><System></System>', 'x'])('are not seen in %j', (text) =>
    expect(parseEventXml(text)).toBeNull(),
  );

  it.each(['<System>', '<Data', '<Data>', '<Data Name="', '<a b="c"'])(
    'take linear time on many %s',
    (part) => {
      const text = `<Event><System>${part.repeat(20_000)}</System><EventData>${part.repeat(20_000)}</EventData>`;
      const started = performance.now();
      parseEventXml(text);
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});

describe('messages of syslog that are made to be slow', () => {
  it.each([
    ['named', 'client @a 1#1 '],
    ['dnsmasq', 'query[A] a '],
    ['clamd', 'a: '],
    ['x', ' %A-A-A'],
    ['x', '%%01A'],
    ['rpd', 'bgp peer '],
    ['kernel', ' SRC= PROTO='],
  ])('%s: %s', (app, part) => {
    const line = `<13>Nov 23 10:20:30 h ${app}[7]: ${part.repeat(20_000)}`;
    const started = performance.now();
    expect(parse('syslog', line)).toMatchObject({ kind: 'record' });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
