import { required, text } from '../../schema/property.ts';
import { domainObject } from '../define.ts';

/** The SDO `course-of-action` (STIX 2.1 section 4.3). */
export const COURSE_OF_ACTION = domainObject(
  'course-of-action',
  { section: '4.3' },
  {
    name: required(text()),
    description: text(),
  },
);
