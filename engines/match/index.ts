export {
  AddressError,
  type AddressRange,
  formatAddress,
  formatRange,
  holdsAddress,
  holdsRange,
  type IpAddress,
  parseAddress,
  parseRange,
  widthOf,
} from './address.ts';
export { type AddressTable, createAddressTable } from './address-table.ts';
export { createLiteralScanner, type LiteralScanner, type Scan } from './literal-scanner.ts';
export { createLiteralSet, type LiteralMatch, type LiteralSet } from './literal-set.ts';
export type { ScanCondition, ScanLiteral } from './scan-condition.ts';
export { byteShare, likelihoodOf } from './text-frequency.ts';
