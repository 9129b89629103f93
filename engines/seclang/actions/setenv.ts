import { compileMacro } from '../compile/macro.ts';
import { toBytes } from '../lexer/bytes.ts';
import type { EffectDefinition } from './action.ts';

/** Longest value that a request can make a rule write. */
const VALUE_LIMIT = 65_536;

/**
 * Description: writes a value that later rules of the transaction read as `ENV:name`; the environment of the process
 * is neither read nor written. `name` alone sets 1, `!name` removes.
 * Arguments: name and value; the value may hold macros.
 * Returns: nothing.
 * Example: `SecRule REQUEST_FILENAME "@endsWith .cgi" "id:1,phase:1,pass,nolog,setenv:kind=cgi"`.
 */
export const setenv: EffectDefinition = ({ value }) => {
  const [, minus, name, written] = /^(!?)([^=]+)(?:=([\s\S]*))?$/.exec(value ?? '') ?? [];
  if (name === undefined) {
    return {
      kind: 'refused',
      message: `setenv cannot write '${value ?? ''}'`,
      help: 'write setenv:name=value',
    };
  }
  const key = compileMacro(toBytes(name));
  if (minus === '!') return (state) => state.store('env')?.delete(key.expand(state));
  const text = compileMacro(toBytes(written ?? '1'));
  return (state) => state.store('env')?.set(key.expand(state), text.expand(state).slice(0, VALUE_LIMIT));
};
