import type { EntityKind, EntityRole } from '../../model/index.ts';

/** How the text of a field becomes a canonical value; `local` values mean nothing without the machine that gave them. */
export type Reading =
  | 'address'
  | 'name'
  | 'text'
  | 'guid'
  | 'local'
  | 'account'
  | 'hashes'
  | 'path'
  | 'domain';

/** One field that names an entity. */
export interface EntityField {
  readonly field: string;
  readonly kind: EntityKind;
  readonly role: EntityRole;
  readonly reading: Reading;
  /** Field of the domain that an account is written in. */
  readonly domainField?: string;
  /** Field of the program file that belongs to the entity. */
  readonly imageField?: string;
}

type Row = readonly [field: string, kind: EntityKind, role: EntityRole, reading: Reading, beside?: string];

/** Beside: the domain of an account, the program of a process or a hash. */
function fieldsOf(rows: readonly Row[]): readonly EntityField[] {
  return rows.map(([field, kind, role, reading, beside]) => ({
    field,
    kind,
    role,
    reading,
    ...(beside === undefined ? {} : kind === 'account' ? { domainField: beside } : { imageField: beside }),
  }));
}

/** Sysmon (event schema of Microsoft Sysinternals) and Windows Security, by the names that Sigma rules use. */
const WINDOWS = fieldsOf([
  ['ProcessGuid', 'process', 'subject', 'guid', 'Image'],
  ['SourceProcessGuid', 'process', 'source', 'guid', 'SourceImage'],
  ['SourceProcessGUID', 'process', 'source', 'guid', 'SourceImage'],
  ['TargetProcessGuid', 'process', 'target', 'guid', 'TargetImage'],
  ['TargetProcessGUID', 'process', 'target', 'guid', 'TargetImage'],
  ['ParentProcessGuid', 'process', 'parent', 'guid', 'ParentImage'],
  ['LogonId', 'logon', 'subject', 'local'],
  ['SubjectLogonId', 'logon', 'subject', 'local'],
  ['TargetLogonId', 'logon', 'target', 'local'],
  ['User', 'account', 'subject', 'account'],
  ['SourceUser', 'account', 'source', 'account'],
  ['TargetUser', 'account', 'target', 'account'],
  ['ParentUser', 'account', 'parent', 'account'],
  ['SubjectUserName', 'account', 'subject', 'account', 'SubjectDomainName'],
  ['TargetUserName', 'account', 'target', 'account', 'TargetDomainName'],
  ['AccountName', 'account', 'subject', 'account', 'Domain'],
  ['IpAddress', 'address', 'source', 'address'],
  ['SourceIp', 'address', 'source', 'address'],
  ['SourceAddress', 'address', 'source', 'address'],
  ['DestinationIp', 'address', 'target', 'address'],
  ['DestAddress', 'address', 'target', 'address'],
  ['DestinationHostname', 'domain', 'target', 'domain'],
  ['QueryName', 'domain', 'target', 'domain'],
  ['WorkstationName', 'host', 'source', 'name'],
  ['TargetServerName', 'host', 'target', 'name'],
  ['Image', 'file', 'subject', 'path'],
  ['NewProcessName', 'file', 'subject', 'path'],
  ['ImageLoaded', 'file', 'target', 'path'],
  ['TargetFilename', 'file', 'target', 'path'],
  ['Hashes', 'hash', 'subject', 'hashes', 'Image'],
  ['TargetObject', 'registry-key', 'target', 'path'],
  ['PipeName', 'pipe', 'target', 'path'],
  ['ServiceName', 'service', 'target', 'name'],
  ['TaskName', 'task', 'target', 'path'],
]);

/** Security numbers processes instead; `ProcessId` is a decimal number in Sysmon, which has a GUID beside it. */
const SECURITY_PROCESSES = fieldsOf([
  ['NewProcessId', 'process', 'subject', 'local', 'NewProcessName'],
  ['ProcessId', 'process', 'subject', 'local', 'ProcessName'],
]);

/** Event 4688: `ProcessId` is the creator (Microsoft, "4688: A new process has been created"). */
const SECURITY_CREATION = fieldsOf([
  ['NewProcessId', 'process', 'subject', 'local', 'NewProcessName'],
  ['ProcessId', 'process', 'parent', 'local', 'ParentProcessName'],
]);

const LINUX = fieldsOf([
  ['ProcessId', 'process', 'subject', 'local', 'Image'],
  ['ParentProcessId', 'process', 'parent', 'local', 'ParentImage'],
  ['pid', 'process', 'subject', 'local', 'exe'],
  ['ppid', 'process', 'parent', 'local'],
  ['TerminalSessionId', 'logon', 'subject', 'local'],
  ['ses', 'logon', 'subject', 'local'],
  ['User', 'account', 'subject', 'account'],
  ['AUID', 'account', 'subject', 'account'],
  ['acct', 'account', 'target', 'account'],
  ['user', 'account', 'subject', 'account'],
  ['c-ip', 'address', 'source', 'address'],
  ['addr', 'address', 'source', 'address'],
  ['SourceIp', 'address', 'source', 'address'],
  ['DestinationIp', 'address', 'target', 'address'],
  ['TargetFilename', 'file', 'target', 'path'],
  ['Image', 'file', 'subject', 'path'],
]);

/** Zeek's logs, by the names in its reference of scripts (base/protocols/*). */
const ZEEK = fieldsOf([
  ['id.orig_h', 'address', 'source', 'address'],
  ['id.resp_h', 'address', 'target', 'address'],
  ['src', 'address', 'source', 'address'],
  ['dst', 'address', 'target', 'address'],
  ['uid', 'session', 'subject', 'text'],
  ['query', 'domain', 'target', 'domain'],
  ['answers', 'address', 'target', 'address'],
  ['server_name', 'domain', 'target', 'domain'],
  ['host', 'domain', 'target', 'domain'],
  ['user_agent', 'user-agent', 'source', 'text'],
  ['cert_chain_fps', 'certificate', 'target', 'hashes'],
  ['fingerprint', 'certificate', 'target', 'hashes'],
  ['ja3', 'ja3', 'source', 'hashes'],
  ['ja4', 'ja4', 'source', 'name'],
  ['client', 'account', 'source', 'account'],
  ['username', 'account', 'source', 'account'],
  ['user', 'account', 'source', 'account'],
  ['mailfrom', 'email', 'source', 'name'],
  ['from', 'email', 'source', 'name'],
  ['rcptto', 'email', 'target', 'name'],
  ['filename', 'file', 'target', 'path'],
  ['md5', 'hash', 'target', 'hashes'],
  ['sha1', 'hash', 'target', 'hashes'],
  ['sha256', 'hash', 'target', 'hashes'],
]);

/** Requests that a service of ours got: the names of the Sigma taxonomy for web servers. */
const WEB_SERVER = fieldsOf([
  ['c-ip', 'address', 'source', 'address'],
  ['cs-username', 'account', 'source', 'account'],
  ['cs-user-agent', 'user-agent', 'source', 'text'],
]);

/** Requests of our own people through a proxy: what they asked for is the far end. */
const PROXY = fieldsOf([
  ['c-ip', 'address', 'source', 'address'],
  ['cs-username', 'account', 'source', 'account'],
  ['c-useragent', 'user-agent', 'source', 'text'],
  ['cs-host', 'domain', 'target', 'domain'],
  ['r-dns', 'domain', 'target', 'domain'],
  ['c-uri', 'url', 'target', 'text'],
  ['dst_ip', 'address', 'target', 'address'],
]);

/** AWS CloudTrail record contents, version 1.08. */
const CLOUDTRAIL = fieldsOf([
  ['sourceIPAddress', 'address', 'source', 'address'],
  ['userAgent', 'user-agent', 'source', 'text'],
  ['userIdentity.arn', 'account', 'subject', 'account'],
  ['userIdentity.accessKeyId', 'session', 'subject', 'text'],
]);

/** Whatever else comes: the names that most sensors use. */
const OTHER = fieldsOf([
  ['src_ip', 'address', 'source', 'address'],
  ['dest_ip', 'address', 'target', 'address'],
  ['dst_ip', 'address', 'target', 'address'],
  ['c-ip', 'address', 'source', 'address'],
  ['user', 'account', 'subject', 'account'],
]);

/** Which fields name entities, by the log source of an event. */
export const ENTITY_FIELDS = {
  sysmon: WINDOWS,
  security: [...WINDOWS, ...SECURITY_PROCESSES],
  'security-creation': [...WINDOWS, ...SECURITY_CREATION],
  linux: LINUX,
  zeek: ZEEK,
  'web-server': WEB_SERVER,
  proxy: PROXY,
  cloudtrail: CLOUDTRAIL,
  other: OTHER,
} as const satisfies Record<string, readonly EntityField[]>;
