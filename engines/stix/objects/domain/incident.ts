import { required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `incident` (STIX 2.1 section 4.6). */
export const INCIDENT = domainObject(
  'incident',
  { section: '4.6' },
  {
    name: required(text()),
    description: text(),
  },
);
