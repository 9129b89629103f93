import type { JsonObject } from '../../json/value.ts';
import { dictionary, integer, list, reference, required, timestamp } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `observed-data` (STIX 2.1 section 4.14). */
export const OBSERVED_DATA = domainObject(
  'observed-data',
  {
    section: '4.14',
    demands: [
      { kind: 'order', earlier: 'first_observed', later: 'last_observed' },
      { kind: 'exactly-one', names: ['objects', 'object_refs'] },
    ],
  },
  {
    first_observed: required(timestamp()),
    last_observed: required(timestamp()),
    number_observed: required(integer(1, 999_999_999)),
    /** Deprecated in 2.1: objects by a key of the container. */ objects: dictionary<JsonObject>(),
    object_refs: list(reference()),
  },
);
