export {
  AddressError,
  type AddressRange,
  formatAddress,
  type IpAddress,
  parseAddress,
  parseRange,
} from './address.ts';
export { type AddressTable, createAddressTable } from './address-table.ts';
export { createLiteralSet, type LiteralMatch, type LiteralSet } from './literal-set.ts';
