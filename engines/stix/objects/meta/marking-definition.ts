import {
  dictionary,
  list,
  oneOf,
  record,
  reference,
  required,
  text,
  timestamp,
} from '../../schema/property.ts';
import { metaObject } from '../define.ts';
import { extensionProperties, externalReference } from '../shared.ts';

/** The meta object `marking-definition` (STIX 2.1 section 7.2.1). */
export const MARKING_DEFINITION = metaObject(
  'marking-definition',
  {
    section: '7.2.1',
    demands: [
      { kind: 'needs', name: 'definition_type', needs: ['definition'] },
      { kind: 'needs', name: 'definition', needs: ['definition_type'] },
      { kind: 'some-of', names: ['definition', 'extensions'] },
    ],
  },
  {
    spec_version: required(oneOf('2.0', '2.1')),
    id: required(reference()),
    created_by_ref: reference('identity'),
    created: required(timestamp()),
    external_references: list(externalReference()),
    object_marking_refs: list(reference('marking-definition')),
    granular_markings: list(
      record(
        { lang: text(), marking_ref: reference('marking-definition'), selectors: required(list(text())) },
        [{ kind: 'exactly-one', names: ['lang', 'marking_ref'] }],
      ),
    ),
    name: text(),
    /** `statement` or `tlp`; absent where an extension defines the marking. */ definition_type: text(),
    definition: dictionary(),
    ...extensionProperties(),
  },
);
