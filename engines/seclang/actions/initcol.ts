import type { PersistentName } from '../collections/index.ts';
import { compileMacro } from '../compile/macro.ts';
import { toBytes } from '../lexer/bytes.ts';
import { PERSISTENT_NAMES } from '../transaction/open-collections.ts';
import type { EffectDefinition } from './action.ts';

/**
 * Description: opens a collection that outlives the request, once a transaction; before that it is empty and nothing
 * is written into it. An empty key opens nothing.
 * Arguments: `ip`, `global`, `session`, `user` or `resource`, and the key, with macros.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},initcol:global=global"`.
 */
export const initcol: EffectDefinition = ({ value }) => {
  const parsed = /^([A-Za-z]+)=([\s\S]*)$/.exec(value ?? '');
  const name = PERSISTENT_NAMES.find((known) => known === parsed?.[1]?.toLowerCase());
  if (name === undefined) {
    return {
      kind: 'refused',
      message: `initcol cannot open '${value ?? ''}'`,
      help: `write initcol:ip=%{remote_addr}; there are ${PERSISTENT_NAMES.join(', ')}`,
    };
  }
  return openCollection(name, parsed?.[2] ?? '');
};

/**
 * Description: opens `SESSION` for the session with that identifier, which is `SESSIONID` from then on.
 * Arguments: the identifier, with macros.
 * Returns: nothing.
 * Example: `SecRule REQUEST_COOKIES:PHPSESSID "!@rx ^$" "id:1,phase:1,pass,nolog,setsid:%{REQUEST_COOKIES.PHPSESSID}"`.
 */
export const setsid: EffectDefinition = ({ value }) => openCollection('session', value ?? '');

/**
 * Description: opens `USER` for the user of that name, which is `USERID` from then on.
 * Arguments: the name, with macros.
 * Returns: nothing.
 * Example: `SecRule ARGS:username "@rx .+" "id:1,phase:2,pass,nolog,capture,setuid:%{TX.0}"`.
 */
export const setuid: EffectDefinition = ({ value }) => openCollection('user', value ?? '');

/**
 * Description: opens `RESOURCE` for what has that name, for example a path.
 * Arguments: the key, with macros.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:1,pass,nolog,setrsc:%{REQUEST_FILENAME}"`.
 */
export const setrsc: EffectDefinition = ({ value }) => openCollection('resource', value ?? '');

function openCollection(name: PersistentName, text: string): ReturnType<EffectDefinition> {
  const key = compileMacro(toBytes(text));
  return (state) => state.collections.open(name, key.expand(state));
}
