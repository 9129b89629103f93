import { list, open, required, text, timestamp } from '../../schema/property.ts';
import { domainObject } from '../define.ts';
import { killChainPhase } from '../shared.ts';

/** The SDO `infrastructure` (STIX 2.1 section 4.8). */
export const INFRASTRUCTURE = domainObject(
  'infrastructure',
  { section: '4.8', demands: [{ kind: 'order', earlier: 'first_seen', later: 'last_seen' }] },
  {
    name: required(text()),
    description: text(),
    infrastructure_types: list(open('infrastructure-type-ov')),
    aliases: list(text()),
    kill_chain_phases: list(killChainPhase()),
    first_seen: timestamp(),
    last_seen: timestamp(),
  },
);
