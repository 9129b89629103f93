import type { FieldValue, LogSource } from '../../model/index.ts';
import { isAddress } from '../address.ts';
import type { SyslogEnvelope } from './syslog-envelope.ts';

/** What a message tells beyond its text: the log source it belongs to, and fields by the names of the taxonomy. */
export interface SyslogKind {
  readonly format: string;
  readonly logsource: LogSource;
  readonly fields: { readonly [name: string]: FieldValue };
}

type Reader = (envelope: SyslogEnvelope) => SyslogKind | null;

/** Tried in this order; the first that knows the message is taken. */
const READERS: readonly Reader[] = [packetFilter, bindQuery, dnsmasqQuery, clamav, cisco, huawei, juniper];

/** Kinds of messages that are more than a line of some program; null for all others. */
export function syslogKindOf(envelope: SyslogEnvelope): SyslogKind | null {
  for (const read of READERS) {
    const kind = read(envelope);
    if (kind !== null) return kind;
  }
  return null;
}

/** Targets LOG of iptables and log of nftables: `[UFW BLOCK] IN=eth0 OUT= SRC=… DST=… PROTO=TCP SPT=… DPT=…`. */
function packetFilter({ app, message }: SyslogEnvelope): SyslogKind | null {
  if (app !== 'kernel' || !message.includes(' SRC=') || !message.includes(' PROTO=')) return null;
  const fields: { [name: string]: FieldValue } = {};
  for (const [, name = '', value = ''] of message.matchAll(/\b([A-Z]{2,8})=(\S{1,64})/g)) {
    const known = PACKET_FIELDS[name];
    if (known !== undefined) fields[known] = /^\d{1,5}$/.test(value) ? Number(value) : value;
  }
  const prefix = message.slice(0, message.indexOf('IN='));
  if (/BLOCK|DROP|DENY|REJECT/i.test(prefix)) Object.assign(fields, { action: 'drop', blocked: 'true' });
  else if (/ALLOW|ACCEPT|PASS/i.test(prefix)) Object.assign(fields, { action: 'accept', blocked: 'false' });
  return {
    format: 'netfilter',
    logsource: { product: 'linux', category: 'firewall', service: 'syslog' },
    fields,
  };
}

const PACKET_FIELDS: { readonly [name: string]: string | undefined } = {
  SRC: 'src_ip',
  DST: 'dst_ip',
  SPT: 'src_port',
  DPT: 'dst_port',
  PROTO: 'protocol',
};

const DNS_SOURCE: LogSource = { product: 'linux', category: 'dns', service: 'syslog' };

/** BIND's category queries: `client @0x7f… 192.0.2.1#4711 (example.com): query: example.com IN A +E(0) (192.0.2.53)`. */
function bindQuery({ app, message }: SyslogEnvelope): SyslogKind | null {
  if (app !== 'named') return null;
  const found = /^(?:queries: )?(?:info: )?client (?:@\S+ )?(\S+)#(\d+) .*?query: (\S+) \S+ (\S+)/.exec(
    message,
  );
  if (found === null) return null;
  const [, address = '', port = '', query = '', type = ''] = found;
  return {
    format: 'bind-query',
    logsource: DNS_SOURCE,
    fields: { query: withoutDot(query), record_type: type, 'c-ip': address, 'c-port': Number(port) },
  };
}

/** dnsmasq: `query[A] example.com from 192.0.2.1`, `reply example.com is 192.0.2.7`. */
function dnsmasqQuery({ app, message }: SyslogEnvelope): SyslogKind | null {
  if (app !== 'dnsmasq') return null;
  const asked = /\bquery\[([A-Za-z0-9=]+)\] (\S+) from (\S+)/.exec(message);
  if (asked !== null) {
    const [, type = '', query = '', address = ''] = asked;
    const fields = { query: withoutDot(query), record_type: type, 'c-ip': address };
    return { format: 'dnsmasq-query', logsource: DNS_SOURCE, fields };
  }
  const told = /\b(?:reply|cached) (\S+) is (.{1,512})/.exec(message);
  if (told === null) return null;
  const [, query = '', answer = ''] = told;
  return { format: 'dnsmasq-reply', logsource: DNS_SOURCE, fields: { query: withoutDot(query), answer } };
}

function withoutDot(name: string): string {
  return name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name;
}

/** ClamAV: `/tmp/eicar.com: Win.Test.EICAR_HDB-1 FOUND`, also with the size and hash in brackets after the name. */
function clamav({ app, message }: SyslogEnvelope): SyslogKind | null {
  if (app !== 'clamd' && app !== 'clamav' && app !== 'clamscan') return null;
  const found = /^(?:\S+ -> )?(.{1,4096}): (\S+)(?:\([0-9a-f:]+\))? FOUND$/.exec(message);
  const [, file = '', signature = ''] = found ?? [];
  return {
    format: 'clamav',
    logsource: { product: 'linux', service: 'clamav' },
    fields: found === null ? {} : { Filename: file, Signature: signature.replace(/\([0-9a-f:]+\)$/, '') },
  };
}

/** Services of Cisco IOS in rules, by the facility of `%FACILITY-SEVERITY-MNEMONIC:`; all others are `aaa`. */
const CISCO_SERVICES: { readonly [facility: string]: string | undefined } = { BGP: 'bgp', LDP: 'ldp' };

function cisco({ app, message }: SyslogEnvelope): SyslogKind | null {
  const found = /(?:^|\s)%([A-Z][A-Z0-9_]*)(?:-[A-Z0-9_]+)?-[0-7]-[A-Z0-9_]+(?::|$)/.exec(
    `${app ?? ''}: ${message}`,
  );
  const inTag = /^%([A-Z][A-Z0-9_]*)(?:-[A-Z0-9_]+)?-[0-7]-[A-Z0-9_]+$/.exec(app ?? '');
  const facility = inTag?.[1] ?? found?.[1];
  if (facility === undefined) return null;
  const service = CISCO_SERVICES[facility] ?? 'aaa';
  return { format: 'cisco-ios', logsource: { product: 'cisco', service }, fields: { facility } };
}

/** Huawei VRP: `%%01BGP/3/STATE_CHG_UPDOWN(l)[…]: …`. */
function huawei({ app, message }: SyslogEnvelope): SyslogKind | null {
  const module = /%%\d{2}([A-Z0-9_]+)\/\d\/[A-Z]/.exec(`${app ?? ''} ${message}`)?.[1];
  if (module === undefined) return null;
  return {
    format: 'huawei-vrp',
    logsource: { product: 'huawei', service: module.toLowerCase() },
    fields: {},
  };
}

/** Juniper Junos: the routing process `rpd` writes of BGP neighbours with mnemonics or in words. */
function juniper({ app, message, messageId }: SyslogEnvelope): SyslogKind | null {
  if (app !== 'rpd' || !/bgp/i.test(`${messageId ?? ''} ${message}`)) return null;
  const neighbour = / peer (\S{2,64}?)[ +(]/.exec(message)?.[1];
  const fields = neighbour !== undefined && isAddress(neighbour) ? { 'c-ip': neighbour } : {};
  return { format: 'juniper-junos', logsource: { product: 'juniper', service: 'bgp' }, fields };
}
