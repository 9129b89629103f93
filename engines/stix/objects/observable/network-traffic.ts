import {
  dictionary,
  flag,
  hex,
  integer,
  list,
  oneOf,
  record,
  reference,
  required,
  text,
  timestamp,
} from '../../schema/property.ts';
import { observableObject } from '../define.ts';

const ENDPOINTS = ['ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name'] as const;

/** Section 6.12.2. */
const httpRequest = () =>
  record({
    request_method: required(text()),
    request_value: required(text()),
    request_version: text(),
    request_header: dictionary(),
    message_body_length: integer(),
    message_body_data_ref: reference('artifact'),
  });

/** Section 6.12.3. */
const icmp = () => record({ icmp_type_hex: required(hex()), icmp_code_hex: required(hex()) });

/** Section 6.12.4. */
const socket = () =>
  record({
    address_family: required(
      oneOf('AF_UNSPEC', 'AF_INET', 'AF_IPX', 'AF_APPLETALK', 'AF_NETBIOS', 'AF_INET6', 'AF_IRDA', 'AF_BTH'),
    ),
    is_blocking: flag(),
    is_listening: flag(),
    options: dictionary(),
    socket_type: oneOf('SOCK_STREAM', 'SOCK_DGRAM', 'SOCK_RAW', 'SOCK_RDM', 'SOCK_SEQPACKET'),
    socket_descriptor: integer(0),
    socket_handle: integer(),
  });

/** Section 6.12.5. */
const tcp = () =>
  record({ src_flags_hex: hex(), dst_flags_hex: hex() }, [
    { kind: 'some-of', names: ['src_flags_hex', 'dst_flags_hex'] },
  ]);

/** The SCO `network-traffic` (STIX 2.1 section 6.12). */
export const NETWORK_TRAFFIC = observableObject(
  'network-traffic',
  {
    section: '6.12',
    identity: ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
    demands: [
      { kind: 'some-of', names: ['src_ref', 'dst_ref'] },
      { kind: 'order', earlier: 'start', later: 'end' },
      { kind: 'forbids', name: 'is_active', equals: true, forbids: ['end'] },
    ],
    extensions: {
      'http-request-ext': httpRequest(),
      'icmp-ext': icmp(),
      'socket-ext': socket(),
      'tcp-ext': tcp(),
    },
  },
  {
    start: timestamp(),
    end: timestamp(),
    is_active: flag(),
    src_ref: reference(...ENDPOINTS),
    dst_ref: reference(...ENDPOINTS),
    src_port: integer(0, 65_535),
    dst_port: integer(0, 65_535),
    protocols: required(list(text())),
    src_byte_count: integer(0),
    dst_byte_count: integer(0),
    src_packets: integer(0),
    dst_packets: integer(0),
    ipfix: dictionary(),
    src_payload_ref: reference('artifact'),
    dst_payload_ref: reference('artifact'),
    encapsulates_refs: list(reference('network-traffic')),
    encapsulated_by_ref: reference('network-traffic'),
  },
);
