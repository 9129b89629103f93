import type { FieldValue } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import { safeName } from '../json-guard.ts';
import { failure, type LineParser, type ParsedRecord, type ParseFailure } from '../record.ts';
import { AuditJoiner } from './audit/joiner.ts';
import { decodeBytes } from './escapes.ts';
import { syscallName } from './tables/syscalls.ts';

type MutableFields = { [name: string]: FieldValue };

/**
 * Linux audit records (auditd, `audit.log`): `type=SYSCALL msg=audit(1604996384.965:93777): key=value …`. Each record
 * is an event of its own, which is what rules for auditd look at; those of one system event share the serial number
 * and are joined into views besides: process, file and network events. Values that auditd wrote in hexadecimal
 * (`proctitle`, arguments with blanks) are decoded, the interpreted part after 0x1D (`SYSCALL=execve`) is read too,
 * and the number of a system call gets its name as `SYSCALL` where the record states none.
 */
export function openAuditd(): LineParser {
  const joiner = new AuditJoiner();
  return {
    parse: (line) => {
      const record = parseAuditd(line);
      return record.kind === 'record' ? joinAudit(record, joiner) : record;
    },
    finish: () => joiner.flush(),
  };
}

/** The record, with the views of events that it completed. */
export function joinAudit(record: ParsedRecord, joiner: AuditJoiner): ParsedRecord {
  const derived = joiner.take(record);
  return derived.length === 0 ? record : { ...record, derived };
}

/** One record of the Linux audit daemon, `type=… msg=audit(seconds:serial): name=value …`. */
export function parseAuditd(line: string): ParsedRecord | ParseFailure {
  const stamp = line.indexOf('msg=audit(');
  const close = line.indexOf(')', stamp);
  if (stamp === -1 || stamp > 512 || close === -1) return failure('no msg=audit(time:serial)');
  const [seconds = '', serial = ''] = line.slice(stamp + 10, close).split(':');
  const timeMs = Math.round(Number(seconds) * 1000);
  if (seconds === '' || !Number.isFinite(timeMs) || !/^\d{1,20}$/.test(serial))
    return failure('audit(…) holds no time and serial number');
  const fields: MutableFields = {};
  readPairs(line.slice(0, stamp), fields);
  fields.serial = Number(serial);
  readPairs(line.slice(line.charCodeAt(close + 1) === 58 ? close + 2 : close + 1), fields);
  const type = typeof fields.type === 'string' ? fields.type : null;
  if (type === null) return failure('no type=');
  addSyscallName(fields);
  return {
    kind: 'record',
    format: 'auditd',
    timeMs,
    logsource: { product: 'linux', service: 'auditd' },
    host: typeof fields.node === 'string' ? fields.node : null,
    actor: actorOf(fields),
    fields,
  };
}

/** Reads `key=value` pairs; values are bare, in "…", or in '…' with pairs inside (records of user space). */
function readPairs(text: string, fields: MutableFields): void {
  let at = 0;
  while (at < text.length) {
    const equals = text.indexOf('=', at);
    if (equals === -1) return;
    const name = text.slice(nameStart(text, at, equals), equals);
    const quote = text.charCodeAt(equals + 1);
    if (quote === 34 || quote === 39) {
      const end = text.indexOf(quote === 34 ? '"' : "'", equals + 2);
      const stop = end === -1 ? text.length : end;
      const value = text.slice(equals + 2, stop);
      if (quote === 39 && value.includes('=')) readPairs(value, fields);
      else fields[safeName(name)] = value;
      at = stop + 1;
    } else {
      at = wordEnd(text, equals + 1);
      fields[safeName(name)] = decodeValue(name, text.slice(equals + 1, at), fields.type);
    }
  }
}

/** A name starts after the last blank, comma or 0x1D before its `=`. */
function nameStart(text: string, from: number, equals: number): number {
  let at = equals;
  while (at > from) {
    const code = text.charCodeAt(at - 1);
    if (code <= 32 || code === 44) break;
    at -= 1;
  }
  return at;
}

function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) > 32) at += 1;
  return at;
}

/** Fields that the kernel writes bare in hexadecimal when they hold a blank, a quote or a control character. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'proctitle',
  'exe',
  'comm',
  'name',
  'cwd',
  'cmd',
  'key',
  'data',
  'path',
  'file',
  'acct',
  'dir',
  'watch',
]);

/**
 * `a0`, `a1` … of EXECVE records are text in quotes, or bare and then in hexadecimal; those of SYSCALL records are
 * numbers. The kernel writes hexadecimal of text in capitals.
 */
function decodeValue(name: string, value: string, type: FieldValue | undefined): string {
  if (value === '(null)' || value.length < 2 || value.length % 2 !== 0) return value;
  const isText = UNTRUSTED.has(name) || (type === 'EXECVE' && /^a\d{1,5}(\[\d{1,5}\])?$/.test(name));
  if (!isText || !/^[0-9A-F]+$/.test(value)) return value;
  const bytes = new Uint8Array(value.length / 2);
  for (let at = 0; at < bytes.length; at += 1)
    bytes[at] = Number.parseInt(value.slice(at * 2, at * 2 + 2), 16);
  const text = decodeBytes(bytes);
  return name === 'proctitle' ? text.replaceAll('\0', ' ') : text.replace(/\0+$/, '');
}

function addSyscallName(fields: MutableFields): void {
  if (fields.SYSCALL !== undefined || typeof fields.syscall !== 'string') return;
  const name = syscallName(String(fields.arch ?? ''), fields.syscall);
  if (name !== null) fields.SYSCALL = name;
}

function actorOf(fields: MutableFields): ParsedRecord['actor'] {
  const address = typeof fields.addr === 'string' ? addressActor(fields.addr) : null;
  if (address !== null) return address;
  const account = fields.AUID ?? fields.acct ?? fields.auid;
  return typeof account === 'string' && account !== '' && account !== 'unset' && account !== '4294967295'
    ? { kind: 'account', value: account }
    : null;
}
