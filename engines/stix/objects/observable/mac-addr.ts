import { required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `mac-addr` (STIX 2.1 section 6.10). */
export const MAC_ADDR = observableObject(
  'mac-addr',
  { section: '6.10', identity: ['value'] },
  {
    value: required(text()),
  },
);
