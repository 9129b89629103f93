import { list, required, text } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `software` (STIX 2.1 section 6.14). */
export const SOFTWARE = observableObject(
  'software',
  { section: '6.14', identity: ['name', 'cpe', 'swid', 'vendor', 'version'] },
  {
    name: required(text()),
    cpe: text(),
    swid: text(),
    languages: list(text()),
    vendor: text(),
    version: text(),
  },
);
