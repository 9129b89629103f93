import type { GeoPlace } from '@dejfa/seclang';

const NAMES = new Intl.DisplayNames('en', { type: 'region' });

/**
 * What a record of a country database says, in either layout: `country_code` alone, or nested as in the databases of
 * MaxMind and DB-IP (`country.iso_code`, `continent.code`, `location.latitude` …). Null where it names no country. The
 * file is somebody else's: nothing of it is taken without a look.
 */
export function placeOfRecord(record: unknown): GeoPlace | null {
  const countryCode = textAt(record, 'country_code') ?? textAt(record, 'country', 'iso_code');
  if (countryCode === undefined || !/^[A-Z]{2}$/.test(countryCode)) return null;
  const known = {
    continent: textAt(record, 'continent', 'code'),
    region: textAt(record, 'subdivisions', 0, 'iso_code'),
    city: textAt(record, 'city', 'names', 'en'),
    postalCode: textAt(record, 'postal', 'code'),
    latitude: numberAt(record, 'location', 'latitude'),
    longitude: numberAt(record, 'location', 'longitude'),
  };
  return {
    countryCode,
    countryName: textAt(record, 'country', 'names', 'en') ?? NAMES.of(countryCode) ?? countryCode,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  };
}

type Key = string | number;

function textAt(record: unknown, ...path: readonly Key[]): string | undefined {
  const value = valueAt(record, path);
  return typeof value === 'string' ? value : undefined;
}

function numberAt(record: unknown, ...path: readonly Key[]): number | undefined {
  const value = valueAt(record, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function valueAt(record: unknown, path: readonly Key[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Readonly<Record<Key, unknown>>)[key];
  }, record);
}
