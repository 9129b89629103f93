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
export { decodeSearchTables, encodeSearchTables } from './kept-tables.ts';
export {
  createLiteralScanner,
  type LiteralScanner,
  restoreLiteralScanner,
  type Scan,
} from './literal-scanner.ts';
export { createLiteralSet, type LiteralMatch, type LiteralSet } from './literal-set.ts';
export type { ScanCondition, ScanLiteral } from './scan-condition.ts';
export { makeSearchTables, type SearchTables } from './search-tables.ts';
export { byteShare, likelihoodOf } from './text-frequency.ts';
