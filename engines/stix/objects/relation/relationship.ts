import { reference, required, text, timestamp } from '../../schema/property.ts';
import { relationshipObject } from '../define.ts';

/** The SRO `relationship` (STIX 2.1 section 5.1). */
export const RELATIONSHIP = relationshipObject(
  'relationship',
  { section: '5.1', demands: [{ kind: 'order', earlier: 'start_time', later: 'stop_time', strict: true }] },
  {
    relationship_type: required(text()),
    description: text(),
    source_ref: required(reference()),
    target_ref: required(reference()),
    start_time: timestamp(),
    stop_time: timestamp(),
  },
);
