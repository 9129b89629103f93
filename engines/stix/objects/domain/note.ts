import { list, reference, required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `note` (STIX 2.1 section 4.13). */
export const NOTE = domainObject(
  'note',
  { section: '4.13' },
  {
    abstract: text(),
    content: required(text()),
    authors: list(text()),
    object_refs: required(list(reference())),
  },
);
