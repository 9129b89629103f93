import { flag, integer, list, open, record, text, timestamp } from '../../schema/property.ts';
import { observableObject } from '../define.ts';

/** Section 6.16.2. */
const unixAccount = () =>
  record({ gid: integer(), groups: list(text()), home_dir: text(), shell: text() }, [
    { kind: 'some-of', names: ['gid', 'groups', 'home_dir', 'shell'] },
  ]);

/** The SCO `user-account` (STIX 2.1 section 6.16). */
export const USER_ACCOUNT = observableObject(
  'user-account',
  {
    section: '6.16',
    identity: ['account_type', 'user_id', 'account_login'],
    demands: [
      {
        kind: 'some-of',
        names: [
          'extensions',
          'user_id',
          'credential',
          'account_login',
          'account_type',
          'display_name',
          'is_service_account',
          'is_privileged',
          'can_escalate_privs',
          'is_disabled',
          'account_created',
          'account_expires',
          'credential_last_changed',
          'account_first_login',
          'account_last_login',
        ],
      },
    ],
    extensions: { 'unix-account-ext': unixAccount() },
  },
  {
    user_id: text(),
    credential: text(),
    account_login: text(),
    account_type: open('account-type-ov'),
    display_name: text(),
    is_service_account: flag(),
    is_privileged: flag(),
    can_escalate_privs: flag(),
    is_disabled: flag(),
    account_created: timestamp(),
    account_expires: timestamp(),
    credential_last_changed: timestamp(),
    account_first_login: timestamp(),
    account_last_login: timestamp(),
  },
);
