import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import type { GeoLookup } from '@dejfa/seclang';
import { Reader } from 'mmdb-lib';
import { placeOfRecord } from './place-of-record.ts';
import { isSpecialAddress } from './special-ranges.ts';

/** The database that comes with the shield, and what is to be said where its answers are shown. */
export const COUNTRY_DATA = {
  package: '@ip-location-db/geo-whois-asn-country-mmdb',
  file: 'geo-whois-asn-country.mmdb',
  attribution: 'Number Resource Organization (nro.net), CC BY 4.0',
} as const;

/**
 * Countries of addresses for `@geoLookup`, from a file in the MMDB format; null: from the one that comes with the
 * shield. The file is read, whole, when the first address is looked up (8 MB and some 15 ms for that one): the CRS
 * brings a rule with `@geoLookup` that asks only where somebody lists countries. A look-up throws when the file cannot
 * be read; the inspection of that request is then undetermined.
 */
export function countryLookup(path: string | null): GeoLookup {
  let reader: CountryReader | null = null;
  return (text) => {
    const address = text.replace(/^::ffff:(?=\d+\.)/i, '');
    if (isIP(address) === 0 || address.includes('%') || isSpecialAddress(address)) return null;
    reader ??= openReader(path ?? bundledFile());
    return placeOfRecord(reader.get(address));
  };
}

interface CountryReader {
  get(address: string): unknown;
}

function openReader(path: string): CountryReader {
  try {
    return new Reader(readFileSync(path));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`countries of addresses cannot be read from ${path}: ${reason}`, { cause });
  }
}

function bundledFile(): string {
  return createRequire(import.meta.url).resolve(`${COUNTRY_DATA.package}/${COUNTRY_DATA.file}`);
}
