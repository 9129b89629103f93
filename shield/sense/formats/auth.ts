import type { FieldValue } from '../../model/index.ts';
import { isAddress } from '../address.ts';

/** What a message of sshd, sudo, su or PAM tells: the field names that rules and people look for. */
export interface AuthFacts {
  readonly user: string | null;
  readonly address: string | null;
  readonly port: number | null;
  /** `success` or `failure` of a login or of gaining another account; null where the line says neither. */
  readonly outcome: 'success' | 'failure' | null;
  readonly extra: { readonly [name: string]: FieldValue };
}

/** Log sources of Sigma by program name. */
const SERVICES: Readonly<Record<string, string>> = {
  sshd: 'sshd',
  'sshd-session': 'sshd',
  sudo: 'sudo',
  su: 'auth',
  login: 'auth',
  'systemd-logind': 'auth',
  passwd: 'auth',
  useradd: 'auth',
  usermod: 'auth',
  userdel: 'auth',
  groupadd: 'auth',
  chage: 'auth',
  polkitd: 'auth',
  cron: 'cron',
  crond: 'cron',
  CRON: 'cron',
  crontab: 'cron',
  anacron: 'cron',
  vsftpd: 'vsftpd',
  clamd: 'clamav',
  freshclam: 'clamav',
  guacd: 'guacamole',
};

/** The Sigma service of a Linux program; `syslog` for those without one of their own. */
export function linuxServiceOf(app: string | null): string {
  const name = app?.slice(app.lastIndexOf('/') + 1) ?? '';
  return Object.hasOwn(SERVICES, name) ? (SERVICES[name] ?? 'syslog') : 'syslog';
}

/** Reads the facts out of a message; unknown messages give none, which is no failure. */
export function authFacts(service: string, message: string): AuthFacts {
  return service === 'sudo' ? sudoFacts(message) : loginFacts(message);
}

const NO_FACTS: AuthFacts = { user: null, address: null, port: null, outcome: null, extra: {} };

/** Starts of messages of sshd and PAM, with what they say of the outcome. */
const OUTCOMES: readonly (readonly [start: string, outcome: 'success' | 'failure' | null])[] = [
  ['Accepted ', 'success'],
  ['Failed ', 'failure'],
  ['Invalid user ', 'failure'],
  ['Disconnected from invalid user ', 'failure'],
  ['Connection closed by invalid user ', 'failure'],
  ['Connection closed by authenticating user ', 'failure'],
  ['error: maximum authentication attempts exceeded for ', 'failure'],
  ['pam_unix(sshd:auth): authentication failure', 'failure'],
  ['pam_unix(su:auth): authentication failure', 'failure'],
  ['FAILED su for ', 'failure'],
  ['FAILED LOGIN', 'failure'],
  ['User ', 'failure'],
  ['Successful su for ', 'success'],
];

function loginFacts(message: string): AuthFacts {
  const outcome = OUTCOMES.find(([start]) => message.startsWith(start))?.[1] ?? null;
  const address = addressOf(message);
  const user = userOf(message);
  if (outcome === null && address === null && user === null) return NO_FACTS;
  const method = /^(?:Accepted|Failed) (\S{1,40}) for /.exec(message)?.[1];
  const port = / port (\d{1,5})\b/.exec(message)?.[1];
  return {
    user,
    address,
    port: port === undefined ? null : Number(port),
    outcome,
    extra: method === undefined ? {} : { method },
  };
}

const USER_PATTERNS: readonly RegExp[] = [
  / for invalid user (.{0,256}?) from \S+/,
  / for (?:user )?(\S{1,256}) from /,
  /[Ii]nvalid user (.{0,256}?)(?: from)? \S+(?: port \d{1,5})?/,
  / (?:by|from) (?:authenticating )?user (\S{1,256}) /,
  /^User (\S{1,256}) from /,
  /session (?:opened|closed) for user ([^\s(]{1,256})/,
  /\buser=(\S{1,256})/,
  /^(?:Successful|FAILED) su for (\S{1,256}) by /,
];

function userOf(message: string): string | null {
  for (const pattern of USER_PATTERNS) {
    const user = pattern.exec(message)?.[1];
    if (user !== undefined && user !== '') return user;
  }
  return null;
}

/**
 * The address after the last `from`, `by`, `with` or `rhost=`: a user name that a stranger chose may itself hold
 * " from 192.0.2.1", and stands before the real one.
 */
function addressOf(message: string): string | null {
  let found: string | null = null;
  for (const match of message.matchAll(/(?:\b(?:from|by|with|user) |rhost=|\[)([0-9A-Fa-f.:%a-z]{2,64})/g)) {
    const text = match[1] ?? '';
    if (isAddress(text)) found = text;
  }
  return found ?? addressBeforePort(message);
}

/** `Connection closed by authenticating user root 192.0.2.7 port 4711`. */
function addressBeforePort(message: string): string | null {
  const text = / (\S{2,64}) port \d{1,5}\b/.exec(message)?.[1];
  return text !== undefined && isAddress(text) ? text : null;
}

/** `user : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/bin/ls`, and failures between the first two. */
function sudoFacts(message: string): AuthFacts {
  const match = /^\s*(\S{1,256}) : (.*)$/s.exec(message);
  if (match === null) return loginFacts(message);
  const extra: { [name: string]: FieldValue } = {};
  let outcome: AuthFacts['outcome'] = 'success';
  const parts = (match[2] ?? '').split(' ; ');
  for (const [index, part] of parts.entries()) {
    const equals = part.indexOf('=');
    const name = part.slice(0, equals);
    if (name === 'COMMAND') {
      extra.COMMAND = [part.slice(equals + 1), ...parts.slice(index + 1)].join(' ; ');
      break;
    }
    if (equals > 0 && /^[A-Z]{2,10}$/.test(name)) extra[name] = part.slice(equals + 1);
    else outcome = 'failure';
  }
  return { user: match[1] ?? null, address: null, port: null, outcome, extra };
}
