import { list, open, required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';
import { killChainPhase } from '../shared.ts';

/** The SDO `tool` (STIX 2.1 section 4.18). */
export const TOOL = domainObject(
  'tool',
  { section: '4.18' },
  {
    name: required(text()),
    description: text(),
    tool_types: list(open('tool-type-ov')),
    aliases: list(text()),
    kill_chain_phases: list(killChainPhase()),
    tool_version: text(),
  },
);
