import { required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `url` (STIX 2.1 section 6.15). */
export const URL = observableObject(
  'url',
  { section: '6.15', identity: ['value'] },
  {
    value: required(text()),
  },
);
