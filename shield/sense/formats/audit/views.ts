import type { Fields, FieldValue } from '../../../model/index.ts';
import { addressActor } from '../../address.ts';
import type { ParsedRecord } from '../../record.ts';
import { type AuditEvent, commandLineOf, fullPath, textField } from './audit-event.ts';
import type { ProcessTable } from './process-table.ts';
import { decodeSocketAddress } from './socket-address.ts';

type MutableFields = { [name: string]: FieldValue };

/** Numbers in SYSCALL records are hexadecimal; of open(2): O_CREAT and O_TRUNC (asm-generic/fcntl.h). */
const TRUNCATE = 0o1000;

/**
 * What the records of one system event say together, in the words of the Sigma taxonomy, which are Sysmon's: a process
 * that was started, files that were made, overwritten or removed, a connection that was opened or taken. Calls that
 * failed give nothing; neither do events whose SYSCALL record did not come.
 */
export function viewsOf(event: AuditEvent, processes: ProcessTable): readonly ParsedRecord[] {
  const { syscall } = event;
  const call = textField(syscall, 'SYSCALL');
  if (syscall === null || call === null) return [];
  if (call === 'connect' || call === 'accept' || call === 'accept4') return connectionView(event, call);
  if (textField(syscall, 'success') === 'no') return [];
  if (call === 'execve' || call === 'execveat') return [processView(event, processes)];
  return fileViews(event, call);
}

function processView(event: AuditEvent, processes: ProcessTable): ParsedRecord {
  const fields = commonFields(event);
  const commandLine = commandLineOf(event);
  if (commandLine !== null) fields.CommandLine = commandLine;
  if (event.workingFolder !== null) fields.CurrentDirectory = event.workingFolder;
  const parentId = textField(event.syscall, 'ppid');
  if (parentId !== null) fields.ParentProcessId = parentId;
  const parent = parentId === null ? null : processes.find(event.host, parentId);
  if (parent?.image != null) fields.ParentImage = parent.image;
  if (parent?.commandLine != null) fields.ParentCommandLine = parent.commandLine;
  const id = textField(event.syscall, 'pid');
  if (id !== null) processes.keep(event.host, id, { image: textField(event.syscall, 'exe'), commandLine });
  return viewOf(event, 'process_creation', fields);
}

function fileViews(event: AuditEvent, call: string): readonly ParsedRecord[] {
  const isOverwriting = isTruncating(event.syscall, call);
  const isRemoving = call === 'unlink' || call === 'unlinkat';
  return event.paths.flatMap((path) => {
    const name = textField(path, 'name');
    const kind = textField(path, 'nametype');
    if (name === null || isFolder(path)) return [];
    const isMade = kind === 'CREATE' || (kind === 'NORMAL' && isOverwriting);
    if (!isMade && !(kind === 'DELETE' && isRemoving)) return [];
    const fields = { ...commonFields(event), TargetFilename: fullPath(event, name) };
    return [viewOf(event, isMade ? 'file_event' : 'file_delete', fields)];
  });
}

/** S_IFDIR (inode(7)); `mode` is written in octal. */
function isFolder(path: Fields): boolean {
  const mode = Number.parseInt(textField(path, 'mode') ?? '', 8);
  return (mode & 0o170000) === 0o040000;
}

function isTruncating(syscall: Fields | null, call: string): boolean {
  if (call === 'creat') return true;
  const flags = call === 'open' ? 'a1' : call === 'openat' ? 'a2' : null;
  return flags !== null && (Number.parseInt(textField(syscall, flags) ?? '', 16) & TRUNCATE) !== 0;
}

/** EINPROGRESS: a connection that is opened without waiting for it. */
const UNDER_WAY = /^(?:-115|EINPROGRESS)/;

function connectionView(event: AuditEvent, call: string): readonly ParsedRecord[] {
  const { syscall, socketAddress } = event;
  const isDone = textField(syscall, 'success') !== 'no' || UNDER_WAY.test(textField(syscall, 'exit') ?? '');
  const far = isDone ? farEnd(socketAddress) : null;
  if (far === null) return [];
  const isOutward = call === 'connect';
  const fields = { ...commonFields(event), Initiated: isOutward ? 'true' : 'false' } as MutableFields;
  fields[isOutward ? 'DestinationIp' : 'SourceIp'] = far.address;
  fields[isOutward ? 'DestinationPort' : 'SourcePort'] = far.port;
  const view = viewOf(event, 'network_connection', fields);
  return [isOutward ? view : { ...view, actor: addressActor(far.address) }];
}

/** By the structure itself, or else by what auditd made of it (`log_format = ENRICHED`). */
function farEnd(record: Fields | null) {
  const decoded = decodeSocketAddress(textField(record, 'saddr') ?? '');
  if (decoded !== null) return decoded;
  const address = textField(record, 'laddr');
  const port = Number(textField(record, 'lport') ?? Number.NaN);
  return address === null || !Number.isInteger(port) ? null : { address, port };
}

/** Who and what made the call. `LogonId` is the number of the user, as Sysmon for Linux has it. */
function commonFields({ syscall }: AuditEvent): MutableFields {
  const fields: MutableFields = {};
  const copy = (name: string, from: string) => {
    const value = textField(syscall, from);
    if (value !== null) fields[name] = value;
  };
  copy('Image', 'exe');
  copy('ProcessId', 'pid');
  copy('LogonId', 'uid');
  copy('TerminalSessionId', 'ses');
  copy('key', 'key');
  copy('comm', 'comm');
  const uid = textField(syscall, 'uid');
  const user = textField(syscall, 'UID') ?? (uid === '0' ? 'root' : uid);
  if (user !== null) fields.User = user;
  const serial = syscall?.serial;
  if (serial !== undefined) fields.serial = serial;
  return fields;
}

function viewOf(event: AuditEvent, category: string, fields: Fields): ParsedRecord {
  const login = textField(event.syscall, 'AUID') ?? textField(event.syscall, 'auid');
  return {
    kind: 'record',
    format: `auditd-${category.replaceAll('_', '-')}`,
    timeMs: event.timeMs,
    logsource: { product: 'linux', category },
    host: event.host,
    actor:
      login === null || login === 'unset' || login === '4294967295'
        ? null
        : { kind: 'account', value: login },
    fields,
  };
}
