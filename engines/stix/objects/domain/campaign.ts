import { list, required, text, timestamp } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `campaign` (STIX 2.1 section 4.2). */
export const CAMPAIGN = domainObject(
  'campaign',
  { section: '4.2', demands: [{ kind: 'order', earlier: 'first_seen', later: 'last_seen' }] },
  {
    name: required(text()),
    description: text(),
    aliases: list(text()),
    first_seen: timestamp(),
    last_seen: timestamp(),
    objective: text(),
  },
);
