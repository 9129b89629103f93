import { list, oneOf, reference, required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `opinion` (STIX 2.1 section 4.15). */
export const OPINION = domainObject(
  'opinion',
  { section: '4.15' },
  {
    explanation: text(),
    authors: list(text()),
    opinion: required(oneOf('strongly-disagree', 'disagree', 'neutral', 'agree', 'strongly-agree')),
    object_refs: required(list(reference())),
  },
);
