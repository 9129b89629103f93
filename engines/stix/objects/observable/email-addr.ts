import { reference, required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `email-addr` (STIX 2.1 section 6.5). */
export const EMAIL_ADDR = observableObject(
  'email-addr',
  { section: '6.5', identity: ['value'] },
  {
    value: required(text()),
    display_name: text(),
    belongs_to_ref: reference('user-account'),
  },
);
