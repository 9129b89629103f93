import { list, open, required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `identity` (STIX 2.1 section 4.5). */
export const IDENTITY = domainObject(
  'identity',
  { section: '4.5' },
  {
    name: required(text()),
    description: text(),
    roles: list(text()),
    identity_class: open('identity-class-ov'),
    sectors: list(open('industry-sector-ov')),
    contact_information: text(),
  },
);
