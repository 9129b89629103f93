import {
  dictionary,
  flag,
  integer,
  list,
  oneOf,
  record,
  reference,
  text,
  timestamp,
} from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** Section 6.13.2. */
const windowsProcess = () =>
  record(
    {
      aslr_enabled: flag(),
      dep_enabled: flag(),
      priority: text(),
      owner_sid: text(),
      window_title: text(),
      startup_info: dictionary(),
      integrity_level: oneOf('low', 'medium', 'high', 'system'),
    },
    [
      {
        kind: 'some-of',
        names: [
          'aslr_enabled',
          'dep_enabled',
          'priority',
          'owner_sid',
          'window_title',
          'startup_info',
          'integrity_level',
        ],
      },
    ],
  );

/** Section 6.13.3. */
const windowsService = () =>
  record(
    {
      service_name: text(),
      descriptions: list(text()),
      display_name: text(),
      group_name: text(),
      start_type: oneOf(
        'SERVICE_AUTO_START',
        'SERVICE_BOOT_START',
        'SERVICE_DEMAND_START',
        'SERVICE_DISABLED',
        'SERVICE_SYSTEM_ALERT',
      ),
      service_dll_refs: list(reference('file')),
      service_type: oneOf(
        'SERVICE_KERNEL_DRIVER',
        'SERVICE_FILE_SYSTEM_DRIVER',
        'SERVICE_WIN32_OWN_PROCESS',
        'SERVICE_WIN32_SHARE_PROCESS',
      ),
      service_status: oneOf(
        'SERVICE_CONTINUE_PENDING',
        'SERVICE_PAUSE_PENDING',
        'SERVICE_PAUSED',
        'SERVICE_RUNNING',
        'SERVICE_START_PENDING',
        'SERVICE_STOP_PENDING',
        'SERVICE_STOPPED',
      ),
    },
    [
      {
        kind: 'some-of',
        names: [
          'service_name',
          'descriptions',
          'display_name',
          'group_name',
          'start_type',
          'service_dll_refs',
          'service_type',
          'service_status',
        ],
      },
    ],
  );

/** The SCO `process` (STIX 2.1 section 6.13). */
export const PROCESS = observableObject(
  'process',
  {
    section: '6.13',
    identity: [],
    demands: [
      {
        kind: 'some-of',
        names: [
          'extensions',
          'is_hidden',
          'pid',
          'created_time',
          'cwd',
          'command_line',
          'environment_variables',
          'opened_connection_refs',
          'creator_user_ref',
          'image_ref',
          'parent_ref',
          'child_refs',
        ],
      },
    ],
    extensions: { 'windows-process-ext': windowsProcess(), 'windows-service-ext': windowsService() },
  },
  {
    is_hidden: flag(),
    pid: integer(),
    created_time: timestamp(),
    cwd: text(),
    command_line: text(),
    environment_variables: dictionary(),
    opened_connection_refs: list(reference('network-traffic')),
    creator_user_ref: reference('user-account'),
    image_ref: reference('file'),
    parent_ref: reference('process'),
    child_refs: list(reference('process')),
  },
);
