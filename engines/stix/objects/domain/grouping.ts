import { list, open, reference, required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `grouping` (STIX 2.1 section 4.4). */
export const GROUPING = domainObject(
  'grouping',
  { section: '4.4' },
  {
    name: text(),
    description: text(),
    context: required(open('grouping-context-ov')),
    object_refs: required(list(reference())),
  },
);
