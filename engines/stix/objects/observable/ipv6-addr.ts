import { list, reference, required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `ipv6-addr` (STIX 2.1 section 6.9). */
export const IPV6_ADDR = observableObject(
  'ipv6-addr',
  { section: '6.9', identity: ['value'] },
  {
    value: required(text()),
    /** Deprecated in 2.1: a relationship says it with its time. */ resolves_to_refs: list(
      reference('mac-addr'),
    ),
    /** Deprecated in 2.1: a relationship says it with its time. */ belongs_to_refs: list(
      reference('autonomous-system'),
    ),
  },
);
