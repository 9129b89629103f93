import { list, oneOf, required, text } from '../../schema/property.ts';
import { metaObject } from '../define.ts';
import { describedProperties, extensionProperties } from '../shared.ts';

/** The meta object `extension-definition` (STIX 2.1 section 7.3). */
export const EXTENSION_DEFINITION = metaObject(
  'extension-definition',
  {
    section: '7.3',
    demands: [
      { kind: 'order', earlier: 'created', later: 'modified' },
      { kind: 'some-of', names: ['created_by_ref'] },
    ],
  },
  {
    ...describedProperties(),
    name: required(text()),
    description: text(),
    schema: required(text()),
    version: required(text()),
    extension_types: required(
      list(oneOf('new-sdo', 'new-sco', 'new-sro', 'property-extension', 'toplevel-property-extension')),
    ),
    extension_properties: list(text()),
    ...extensionProperties(),
  },
);
