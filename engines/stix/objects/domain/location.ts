import { decimal, open, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `location` (STIX 2.1 section 4.10). */
export const LOCATION = domainObject(
  'location',
  {
    section: '4.10',
    demands: [
      { kind: 'some-of', names: ['region', 'country', 'latitude'] },
      { kind: 'needs', name: 'latitude', needs: ['longitude'] },
      { kind: 'needs', name: 'longitude', needs: ['latitude'] },
      { kind: 'needs', name: 'precision', needs: ['latitude', 'longitude'] },
    ],
  },
  {
    name: text(),
    description: text(),
    latitude: decimal(-90, 90),
    longitude: decimal(-180, 180),
    precision: decimal(0),
    region: open('region-ov'),
    country: text(),
    administrative_area: text(),
    city: text(),
    street_address: text(),
    postal_code: text(),
  },
);
