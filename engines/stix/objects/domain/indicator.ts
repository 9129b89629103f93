import { list, open, required, text, timestamp } from '../../schema/property.ts';
import { domainObject } from '../define.ts';
import { killChainPhase } from '../shared.ts';

/** The SDO `indicator` (STIX 2.1 section 4.7). */
export const INDICATOR = domainObject(
  'indicator',
  { section: '4.7', demands: [{ kind: 'order', earlier: 'valid_from', later: 'valid_until', strict: true }] },
  {
    name: text(),
    description: text(),
    indicator_types: list(open('indicator-type-ov')),
    pattern: required(text()),
    pattern_type: required(open('pattern-type-ov')),
    pattern_version: text(),
    valid_from: required(timestamp()),
    valid_until: timestamp(),
    kill_chain_phases: list(killChainPhase()),
  },
);
