import { required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `mutex` (STIX 2.1 section 6.11). */
export const MUTEX = observableObject(
  'mutex',
  { section: '6.11', identity: ['name'] },
  {
    name: required(text()),
  },
);
