import { list, required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';
import { killChainPhase } from '../shared.ts';

/** The SDO `attack-pattern` (STIX 2.1 section 4.1). */
export const ATTACK_PATTERN = domainObject(
  'attack-pattern',
  { section: '4.1' },
  {
    name: required(text()),
    description: text(),
    aliases: list(text()),
    kill_chain_phases: list(killChainPhase()),
  },
);
