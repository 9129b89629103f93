import { list, reference, required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `domain-name` (STIX 2.1 section 6.4). */
export const DOMAIN_NAME = observableObject(
  'domain-name',
  { section: '6.4', identity: ['value'] },
  {
    value: required(text()),
    /** Deprecated in 2.1: a relationship `resolves-to` says it with its time. */ resolves_to_refs: list(
      reference('ipv4-addr', 'ipv6-addr', 'domain-name'),
    ),
  },
);
