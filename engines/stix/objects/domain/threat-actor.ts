import { list, open, required, text, timestamp } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `threat-actor` (STIX 2.1 section 4.17). */
export const THREAT_ACTOR = domainObject(
  'threat-actor',
  { section: '4.17', demands: [{ kind: 'order', earlier: 'first_seen', later: 'last_seen' }] },
  {
    name: required(text()),
    description: text(),
    threat_actor_types: list(open('threat-actor-type-ov')),
    aliases: list(text()),
    first_seen: timestamp(),
    last_seen: timestamp(),
    roles: list(open('threat-actor-role-ov')),
    goals: list(text()),
    sophistication: open('threat-actor-sophistication-ov'),
    resource_level: open('attack-resource-level-ov'),
    primary_motivation: open('attack-motivation-ov'),
    secondary_motivations: list(open('attack-motivation-ov')),
    personal_motivations: list(open('attack-motivation-ov')),
  },
);
