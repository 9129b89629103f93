import { list, reference, required, text, timestamp } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** The SCO `directory` (STIX 2.1 section 6.3). */
export const DIRECTORY = observableObject(
  'directory',
  { section: '6.3', identity: ['path'] },
  {
    path: required(text()),
    path_enc: text(),
    ctime: timestamp(),
    mtime: timestamp(),
    atime: timestamp(),
    contains_refs: list(reference('file', 'directory')),
  },
);
