import { describe, expect, it } from 'vitest';
import type { LineContext } from '../record.ts';
import { openSyslog } from './syslog.ts';
import { parsePri, parseSyslogEnvelope } from './syslog-envelope.ts';

const context: LineContext = { receivedMs: Date.UTC(2026, 0, 2, 12), zoneOffsetMinutes: 0, fileName: '' };
const parse = (line: string) => openSyslog().parse(line, context);

describe('the envelope', () => {
  it.each([
    ['<0>x', { facility: 0, severity: 0, end: 3 }],
    ['<34>x', { facility: 4, severity: 2, end: 4 }],
    ['<191>x', { facility: 23, severity: 7, end: 5 }],
    ['<192>x', null],
    ['<>x', null],
    ['<1x>', null],
    ['34>', null],
  ])('reads the PRI of %j', (text, expected) => {
    expect(parsePri(text)).toEqual(expected);
  });

  it('reads RFC 5424 with structured data', () => {
    const line =
      '<165>1 2026-01-02T03:04:05.006+03:30 web1 app 42 ID47 [a@1 x="q\\"\\]\\\\" y="2"][b z="3"] \ufeffmessage';
    expect(parseSyslogEnvelope(line, context)).toEqual({
      version: 'rfc5424',
      facility: 20,
      severity: 5,
      timeMs: Date.UTC(2026, 0, 1, 23, 34, 5, 6),
      host: 'web1',
      app: 'app',
      processId: '42',
      messageId: 'ID47',
      data: { 'a@1.x': 'q"]\\', 'a@1.y': '2', 'b.z': '3' },
      message: 'message',
    });
  });

  it.each([
    ['<13>1 - - - - - -', ''],
    ['<13>1 - - - - - - text', 'text'],
    ['<13>Jan  1 00:00:00 h tag[1]: text', 'text'],
    ['<13>tag: text', 'text'],
    ['<13>only text', 'only text'],
  ])('finds the message of %j', (line, message) => {
    expect(parseSyslogEnvelope(line, context)?.message).toBe(message);
  });

  it.each([
    '',
    'text',
    '<13',
    '<13>1 2026-99-01T00:00:00Z h a p m -',
    '<13>1 - - - - - [broken',
    'Jan 99 00:00:00 h x',
  ])('refuses %j', (line) => {
    expect(parse(line).kind).toBe('failure');
  });

  it('infers the year that RFC 3164 leaves out', () => {
    const timeOf = (line: string) => parseSyslogEnvelope(line, context)?.timeMs;
    expect(timeOf('Jan  2 11:59:59 h a: b')).toBe(Date.UTC(2026, 0, 2, 11, 59, 59));
    expect(timeOf('Dec 31 23:59:59 h a: b')).toBe(Date.UTC(2025, 11, 31, 23, 59, 59));
    expect(timeOf('Jan  3 06:00:00 h a: b')).toBe(Date.UTC(2026, 0, 3, 6));
  });
});

describe('what programs say', () => {
  it.each([
    [
      'Failed password for invalid user admin from 203.0.113.9 port 4711 ssh2',
      { user: 'admin', 'c-ip': '203.0.113.9', 'c-port': 4711, outcome: 'failure', method: 'password' },
    ],
    [
      'Accepted publickey for sara from 2001:db8::1 port 22 ssh2: ED25519 SHA256:x',
      { user: 'sara', 'c-ip': '2001:db8::1', outcome: 'success', method: 'publickey' },
    ],
    [
      'Failed password for invalid user x from 192.0.2.66 from 203.0.113.9 port 1 ssh2',
      { 'c-ip': '203.0.113.9', outcome: 'failure' },
    ],
    [
      'Connection closed by authenticating user root 203.0.113.9 port 5 [preauth]',
      { user: 'root', 'c-ip': '203.0.113.9', outcome: 'failure' },
    ],
    [
      'pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.9  user=root',
      { user: 'root', 'c-ip': '203.0.113.9', outcome: 'failure' },
    ],
    ['fatal: buffer_get_string: bad string', { message: 'fatal: buffer_get_string: bad string' }],
  ])('sshd: %s', (message, fields) => {
    expect(parse(`Jan  2 10:00:00 web1 sshd[77]: ${message}`)).toMatchObject({
      kind: 'record',
      format: 'sshd',
      host: 'web1',
      logsource: { product: 'linux', service: 'sshd' },
      fields: { ...fields, message, pid: '77' },
    });
  });

  it('sudo: the command may hold its own separators', () => {
    expect(
      parse('Jan  2 10:00:00 web1 sudo:   sara : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh -c a ; b'),
    ).toMatchObject({
      logsource: { service: 'sudo' },
      fields: { user: 'sara', USER: 'root', COMMAND: '/bin/sh -c a ; b', outcome: 'success' },
    });
  });

  it('reads the records of other formats that syslog carries', () => {
    const access = '203.0.113.7 - - [02/Jan/2026:10:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "x"';
    expect(parse(`<190>Jan  2 10:00:00 web1 nginx: ${access}`)).toMatchObject({
      format: 'nginx-combined',
      host: 'web1',
      fields: { 'c-uri': '/a' },
    });
    expect(parse('<13>Jan  2 10:00:00 h app: @cee: {"a":1}')).toMatchObject({
      format: 'syslog-json',
      fields: { a: 1 },
    });
    expect(parse('<13>Jan  2 10:00:00 h audispd: type=CWD msg=audit(1.5:8): cwd="/x"')).toMatchObject({
      format: 'auditd',
      host: 'h',
    });
  });
});
