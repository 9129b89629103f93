import type {
  Fields,
  InfraKind,
  InfraLinkKind,
  InfraNode,
  Observation,
  Sighting,
} from '../../model/index.ts';
import type { NetworkLookup } from '../../ports/index.ts';
import { textAt, textsAt } from './event-fields.ts';
import { FIELD_NAMES } from './exchange-fields.ts';
import { infraNode } from './infra-node.ts';
import { uriShape } from './uri-shape.ts';

/** What is learnt from. */
export interface SightingScope {
  /**
   * `evidence`: files that a person named, all of it. `stream`: what a running shield sees: what a visitor or an own
   * machine asks for is learnt only where a rule matched, so that nobody's reading is kept.
   */
  readonly kind: 'evidence' | 'stream';
  readonly networkOf: NetworkLookup;
}

/** A link without its time and event. */
interface Tie {
  readonly link: InfraLinkKind;
  readonly from: InfraNode;
  readonly to: InfraNode;
}

/** Answers of one DNS record, or certificates of one chain, that are looked at. */
const LIST_LIMIT = 32;

/** What one event shows of servers. Pure; the same event gives the same sightings. */
export function sightingsOf({ event, signals }: Observation, scope: SightingScope): readonly Sighting[] {
  const { fields } = event;
  const isToldOf = scope.kind === 'evidence' || signals.length > 0;
  const ties = [
    ...dnsTies(fields),
    ...tlsTies(fields),
    ...certificateTies(fields),
    ...fileTies(fields),
    ...(isToldOf ? exchangeTies(fields) : []),
    ...signalTies(signals),
  ];
  const all = [...ties, ...networkTies(ties, scope.networkOf)];
  return all.map((tie) => ({ ...tie, timeMs: event.timeMs, eventId: event.id }));
}

function tie(
  link: InfraLinkKind,
  from: InfraNode | null,
  to: readonly [kind: InfraKind, text: string | null],
): readonly Tie[] {
  const node = to[1] === null ? null : infraNode(to[0], to[1]);
  return from === null || node === null ? [] : [{ link, from, to: node }];
}

function nodeAt(kind: InfraKind, text: string | null): InfraNode | null {
  return text === null ? null : infraNode(kind, text);
}

const RESOLVING: ReadonlySet<string> = new Set(['A', 'AAAA', 'CNAME', '1', '5', '28', '*']);

/** Zeek and Suricata list answers; Sysmon writes them as one text, `type:  5 name;::ffff:192.0.2.1;`. */
function dnsTies(fields: Fields): readonly Tie[] {
  const name = nodeAt('domain', textAt(fields, FIELD_NAMES.query));
  const type = textAt(fields, FIELD_NAMES.queryType);
  if (name === null || name.value.endsWith('.arpa') || (type !== null && !RESOLVING.has(type))) return [];
  const answers = textsAt(fields, FIELD_NAMES.answers)
    .flatMap((text) => text.split(';'))
    .map((text) => text.replace(/^\s*type:\s*\d+\s*/, '').trim())
    .slice(0, LIST_LIMIT);
  return answers.flatMap((text) =>
    infraNode('address', text) === null
      ? tie('alias-of', name, ['domain', text])
      : tie('resolved-to', name, ['address', text]),
  );
}

function tlsTies(fields: Fields): readonly Tie[] {
  const server = nodeAt('address', textAt(fields, FIELD_NAMES.server));
  // The first of a chain is the server's own; the others are those of authorities, which many share.
  const [own = null] = textsAt(fields, FIELD_NAMES.certificates);
  return [
    ...tie('presented-certificate', server, ['certificate', own]),
    ...tie('named-by-client', server, ['domain', textAt(fields, FIELD_NAMES.serverName)]),
    ...tie('used-tls-server', server, ['tls-server', textAt(fields, FIELD_NAMES.tlsServer)]),
    ...tie('used-tls-client', server, ['tls-client', textAt(fields, FIELD_NAMES.tlsClient)]),
    ...tie('presented-ssh-key', server, ['ssh-key', textAt(fields, FIELD_NAMES.sshKey)]),
  ];
}

/** Zeek's x509 log: names that a certificate is made out for. */
function certificateTies(fields: Fields): readonly Tie[] {
  const certificate = textAt(fields, ['fingerprint']);
  if (certificate === null) return [];
  return textsAt(fields, ['san.dns'])
    .slice(0, LIST_LIMIT)
    .flatMap((name) =>
      tie('named-in-certificate', nodeAt('domain', name.replace(/^\*\./, '')), ['certificate', certificate]),
    );
}

/** Zeek's files log and Suricata's fileinfo: the sender of a file. */
function fileTies(fields: Fields): readonly Tie[] {
  const hash = textAt(fields, FIELD_NAMES.hashes);
  if (hash === null) return [];
  const [sender = null] = textsAt(fields, ['tx_hosts']);
  const isSuricata = fields.event_type === 'fileinfo';
  return tie('served-file', nodeAt('address', isSuricata ? textAt(fields, ['src_ip']) : sender), [
    'file',
    hash,
  ]);
}

/** A request: of a server that is talked to what it is asked for; of a client of a guarded service how it asks. */
function exchangeTies(fields: Fields): readonly Tie[] {
  const target = textAt(fields, FIELD_NAMES.target);
  const agent = textAt(fields, FIELD_NAMES.userAgent);
  if (target === null && agent === null) return [];
  const server = textAt(fields, FIELD_NAMES.server);
  const host = textAt(fields, FIELD_NAMES.host)?.replace(/:\d{1,5}$/, '') ?? null;
  const client = textAt(fields, FIELD_NAMES.client);
  const isInbound = server === null && fields['r-dns'] === undefined;
  const from = isInbound ? nodeAt('address', client) : (nodeAt('address', server) ?? nodeAt('domain', host));
  const shape = target === null ? null : uriShape(target);
  return [
    ...tie('requested-uri-shape', from, ['uri-shape', shape]),
    ...tie('used-user-agent', from, ['user-agent', agent]),
    ...tie('used-tool', from, ['tool', agent === null ? null : toolOf(agent)]),
    ...(isInbound || from?.kind !== 'address' ? [] : tie('named-by-client', from, ['domain', host])),
  ];
}

/** `sqlmap` of `sqlmap/1.8#stable (https://sqlmap.org)`; null for browsers and what looks like one (RFC 9110 §10.1.5). */
function toolOf(agent: string): string | null {
  const product = /^([A-Za-z][\w.-]{1,40})\//.exec(agent)?.[1]?.toLowerCase() ?? null;
  return product === 'mozilla' || product === 'opera' ? null : product;
}

function signalTies(signals: Observation['signals']): readonly Tie[] {
  return signals.flatMap(({ actor, rule }) =>
    actor?.kind === 'address'
      ? tie('signalled-by', nodeAt('address', actor.value), ['rule', `${rule.engine} ${rule.id}`])
      : [],
  );
}

function networkTies(ties: readonly Tie[], networkOf: NetworkLookup): readonly Tie[] {
  const addresses = new Map(
    ties.flatMap(({ from, to }) =>
      [from, to].filter(({ kind }) => kind === 'address').map((node) => [node.value, node] as const),
    ),
  );
  return [...addresses.values()].flatMap((node) =>
    tie('in-network', node, ['network', networkOf(node.value)?.asn ?? null]),
  );
}
