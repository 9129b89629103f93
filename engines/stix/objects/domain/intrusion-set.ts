import { list, open, required, text, timestamp } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `intrusion-set` (STIX 2.1 section 4.9). */
export const INTRUSION_SET = domainObject(
  'intrusion-set',
  { section: '4.9', demands: [{ kind: 'order', earlier: 'first_seen', later: 'last_seen' }] },
  {
    name: required(text()),
    description: text(),
    aliases: list(text()),
    first_seen: timestamp(),
    last_seen: timestamp(),
    goals: list(text()),
    resource_level: open('attack-resource-level-ov'),
    primary_motivation: open('attack-motivation-ov'),
    secondary_motivations: list(open('attack-motivation-ov')),
  },
);
