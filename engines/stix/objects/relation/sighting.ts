import { flag, integer, list, reference, required, text, timestamp } from '../../schema/property.ts';
import { relationshipObject } from '../define.ts';

/** The SRO `sighting` (STIX 2.1 section 5.2). */
export const SIGHTING = relationshipObject(
  'sighting',
  { section: '5.2', demands: [{ kind: 'order', earlier: 'first_seen', later: 'last_seen' }] },
  {
    description: text(),
    first_seen: timestamp(),
    last_seen: timestamp(),
    count: integer(0, 999_999_999),
    sighting_of_ref: required(reference()),
    observed_data_refs: list(reference('observed-data')),
    where_sighted_refs: list(reference('identity', 'location')),
    summary: flag(),
  },
);
