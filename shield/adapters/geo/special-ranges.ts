import { createAddressTable } from '@dejfa/match';

/**
 * Ranges that are in no country: the special-purpose registries of IANA (RFC 6890 and its updates), and multicast.
 * Databases made of registry data name one for some of them, such as those for documentation.
 */
const RANGES = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/127',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:2::/48',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

const TABLE = createAddressTable(RANGES.map((range) => ({ range, value: true })));

/** Whether an address is of a kind that belongs nowhere: private, for documentation, multicast and the like. */
export function isSpecialAddress(address: string): boolean {
  return TABLE.lookup(address) === true;
}
