import { integer, required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `autonomous-system` (STIX 2.1 section 6.2). */
export const AUTONOMOUS_SYSTEM = observableObject(
  'autonomous-system',
  { section: '6.2', identity: ['number'] },
  {
    number: required(integer()),
    name: text(),
    rir: text(),
  },
);
