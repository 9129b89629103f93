import { list, reference, required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `ipv4-addr` (STIX 2.1 section 6.8). */
export const IPV4_ADDR = observableObject(
  'ipv4-addr',
  { section: '6.8', identity: ['value'] },
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
