import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { countryLookup } from './index.ts';
import { placeOfRecord } from './place-of-record.ts';

const lookup = countryLookup(null);

describe('the country of an address', () => {
  it.each<[address: string, country: string]>([
    // Networks of the registries themselves, as their own records say.
    ['193.0.6.139', 'NL'],
    ['193.0.0.0', 'NL'],
    ['193.0.7.255', 'NL'],
    ['2001:67c:2e8::1', 'NL'],
    ['202.12.29.1', 'AU'],
    ['200.3.14.10', 'UY'],
    ['2001:500:88:200::7', 'US'],
    ['::ffff:193.0.6.139', 'NL'],
    ['::FFFF:193.0.6.139', 'NL'],
  ])('%s is in %s', (address, country) => {
    expect(lookup(address)?.countryCode).toBe(country);
  });

  it.each([
    // For documentation (RFC 5737, RFC 3849, RFC 9637): whatever the database says.
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.9',
    '2001:db8::1',
    '3fff::1',
    // Private, loopback, shared, link-local, multicast, unspecified.
    '10.0.0.1',
    '127.0.0.1',
    '::1',
    '::',
    '100.64.0.1',
    '169.254.0.1',
    'fe80::1',
    'fc00::1',
    '224.0.0.1',
    '255.255.255.255',
    '::ffff:10.0.0.1',
    // No addresses.
    '',
    '1.2.3',
    '193.0.6.139 ',
    '193.0.6.139, 10.0.0.1',
    '0301.0.6.139',
    'fe80::1%eth0',
    '193.0.6.139%1',
    'portal.example.gov',
  ])('%j is in none', (address) => {
    expect(lookup(address)).toBeNull();
  });

  it('has its name in English', () => {
    expect(lookup('193.0.6.139')).toEqual({ countryCode: 'NL', countryName: 'Netherlands' });
  });

  it('is null or a place for whatever a request brings', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(text, (address) => {
        const place = lookup(address);
        expect(place === null || /^[A-Z]{2}$/.test(place.countryCode)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a record', () => {
  it.each<[what: string, record: unknown, place: unknown]>([
    ['with a code alone', { country_code: 'NL' }, { countryCode: 'NL', countryName: 'Netherlands' }],
    [
      'of a database of cities',
      {
        continent: { code: 'EU', geoname_id: 1 },
        country: { iso_code: 'NL', names: { de: 'Niederlande', en: 'The Netherlands' } },
        subdivisions: [{ iso_code: 'NH' }],
        city: { names: { en: 'Amsterdam' } },
        postal: { code: '1012' },
        location: { latitude: 52.4, longitude: 4.9 },
      },
      {
        countryCode: 'NL',
        countryName: 'The Netherlands',
        continent: 'EU',
        region: 'NH',
        city: 'Amsterdam',
        postalCode: '1012',
        latitude: 52.4,
        longitude: 4.9,
      },
    ],
    ['with a code that is none', { country_code: 'None' }, null],
    ['with something else in its place', { country: ['NL'], country_code: 7 }, null],
    ['that is none', null, null],
    ['that is a text', 'NL', null],
    [
      'with values of other types beside the code',
      { country_code: 'NL', city: 'x', location: { latitude: '52' }, subdivisions: {} },
      { countryCode: 'NL', countryName: 'Netherlands' },
    ],
  ])('%s', (_what, record, place) => {
    expect(placeOfRecord(record)).toEqual(place);
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-geo-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['that is not there', 'none.mmdb', null],
    ['that is none', 'text.mmdb', 'no database'],
    ['that is empty', 'empty.mmdb', ''],
  ])('%s is not read before somebody asks, and then it is said', (_what, name, text) => {
    const path = join(folder, name);
    if (text !== null) writeFileSync(path, text);
    const broken = countryLookup(path);
    expect(broken('10.0.0.1')).toBeNull();
    expect(() => broken('193.0.6.139')).toThrow(`countries of addresses cannot be read from ${path}: `);
  });
});
