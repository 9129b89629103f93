import type { JsonObject } from '../../json/value.ts';
import { dictionary, reference, required, timestamp } from '../../schema/property.ts';
import { metaObject } from '../define.ts';
import { describedProperties, extensionProperties } from '../shared.ts';

/** The meta object `language-content` (STIX 2.1 section 7.1). */
export const LANGUAGE_CONTENT = metaObject(
  'language-content',
  { section: '7.1', demands: [{ kind: 'order', earlier: 'created', later: 'modified' }] },
  {
    ...describedProperties(),
    object_ref: required(reference()),
    object_modified: timestamp(),
    contents: required(dictionary<JsonObject>()),
    ...extensionProperties(),
  },
);
