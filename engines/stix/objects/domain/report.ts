import { list, open, reference, required, text, timestamp } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `report` (STIX 2.1 section 4.16). */
export const REPORT = domainObject(
  'report',
  { section: '4.16' },
  {
    name: required(text()),
    description: text(),
    report_types: list(open('report-type-ov')),
    published: required(timestamp()),
    object_refs: required(list(reference())),
  },
);
