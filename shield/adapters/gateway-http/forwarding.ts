import {
  forwardedChain,
  hopsOfForwarded,
  hopsOfForwardedFor,
  type TrustedProxies,
} from './client-address.ts';

/** Who the client is, and what the upstream is told about it. */
export interface Forwarding {
  readonly clientAddress: string;
  /** X-Forwarded-For: the client, then the trusted proxies between it and the gateway. */
  readonly chain: string;
  readonly proto: string;
  readonly host: string;
}

/** The other end of a connection: the client, or a proxy before it. */
export interface Peer {
  readonly address: string;
  /** The peer is a trusted proxy. */
  readonly trusted: boolean;
  readonly encrypted: boolean;
}

/** Whom to believe, and which field comes first. */
export interface ForwardingRules {
  readonly trusted: TrustedProxies;
  readonly header: 'x-forwarded-for' | 'forwarded';
}

/** Reads the forwarding fields of a trusted peer; of any other peer they are not looked at. */
export function forwardingOf(
  peer: Peer,
  message: { readonly rawHeaders: readonly string[]; readonly hostField: string },
  rules: ForwardingRules,
): Forwarding {
  const proto = peer.encrypted ? 'https' : 'http';
  if (!peer.trusted) {
    return { clientAddress: peer.address, chain: peer.address, proto, host: message.hostField };
  }
  const values = (name: string) => valuesOf(message.rawHeaders, name);
  const chain = forwardedChain(hopsOf(values, rules.header), peer.address, rules.trusted);
  const toldProto = values('x-forwarded-proto').at(-1)?.trim().toLowerCase();
  return {
    clientAddress: chain[0] ?? peer.address,
    chain: chain.join(', '),
    proto: toldProto === 'http' || toldProto === 'https' ? toldProto : proto,
    host: values('x-forwarded-host').at(-1) ?? message.hostField,
  };
}

/** The configured header where it is present, else the other one. */
function hopsOf(
  values: (name: string) => readonly string[],
  header: ForwardingRules['header'],
): readonly string[] {
  const forwardedFor = hopsOfForwardedFor(values('x-forwarded-for'));
  const forwarded = hopsOfForwarded(values('forwarded'));
  const [first, second] = header === 'forwarded' ? [forwarded, forwardedFor] : [forwardedFor, forwarded];
  return first.length > 0 ? first : second;
}

function valuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() === name) values.push(rawHeaders[i + 1] ?? '');
  }
  return values;
}
