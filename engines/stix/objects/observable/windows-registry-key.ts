import { integer, list, oneOf, record, reference, text, timestamp } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** Section 6.17.2; the data types are the enumeration of section 10.24. */
const registryValue = () =>
  record(
    {
      name: text(),
      data: text(),
      data_type: oneOf(
        'REG_NONE',
        'REG_SZ',
        'REG_EXPAND_SZ',
        'REG_BINARY',
        'REG_DWORD',
        'REG_DWORD_BIG_ENDIAN',
        'REG_DWORD_LITTLE_ENDIAN',
        'REG_LINK',
        'REG_MULTI_SZ',
        'REG_RESOURCE_LIST',
        'REG_FULL_RESOURCE_DESCRIPTION',
        'REG_RESOURCE_REQUIREMENTS_LIST',
        'REG_QWORD',
        'REG_INVALID_TYPE',
      ),
    },
    [{ kind: 'some-of', names: ['name', 'data', 'data_type'] }],
  );

/** The SCO `windows-registry-key` (STIX 2.1 section 6.17). */
export const WINDOWS_REGISTRY_KEY = observableObject(
  'windows-registry-key',
  {
    section: '6.17',
    identity: ['key', 'values'],
    demands: [
      { kind: 'some-of', names: ['key', 'values', 'modified_time', 'creator_user_ref', 'number_of_subkeys'] },
    ],
  },
  {
    key: text(),
    values: list(registryValue()),
    modified_time: timestamp(),
    creator_user_ref: reference('user-account'),
    number_of_subkeys: integer(0),
  },
);
