import { compileMacro, type MacroText } from '../compile/macro.ts';
import { toBytes } from '../lexer/bytes.ts';
import { parseNumber } from '../operators/compare.ts';
import { PERSISTENT_NAMES } from '../transaction/open-collections.ts';
import type { ActionRefusal, EffectDefinition } from './action.ts';

/**
 * Description: removes a value of a persistent collection so many seconds after this transaction; said again, the
 * time starts anew.
 * Arguments: collection, name and seconds; name and seconds may hold macros.
 * Returns: nothing.
 * Example: `SecRule IP:FAILS "@gt 5" "id:1,phase:2,pass,setvar:ip.block=1,expirevar:ip.block=600"`.
 */
export const expirevar: EffectDefinition = ({ value }) => {
  if (lastingNotice(value ?? '') !== null) return () => undefined;
  const target = readTarget('expirevar', value, 'ip.block=600');
  if ('kind' in target) return target;
  const { collection, name } = target;
  const seconds = compileMacro(target.rest);
  if (seconds.literal !== null && !/^\s*\d+\s*$/.test(seconds.literal)) {
    return refuse('expirevar', value, 'ip.block=600');
  }
  return (state) => {
    const afterMs = Math.max(0, parseNumber(seconds.expand(state))) * 1000;
    state.collections.get(collection)?.expire(name.expand(state), afterMs);
  };
};

/**
 * Description: takes an amount from a counter of a persistent collection for each period that has passed since it was
 * first written, not below 0; to be said in every transaction.
 * Arguments: collection, name, amount and period in seconds.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:5,pass,nolog,deprecatevar:session.score=60/300"`.
 */
export const deprecatevar: EffectDefinition = ({ value }) => {
  if (lastingNotice(value ?? '') !== null) return () => undefined;
  const target = readTarget('deprecatevar', value, 'session.score=60/300');
  if ('kind' in target) return target;
  const [, amount, period] = /^\s*(\d+)\/(\d+)\s*$/.exec(target.rest) ?? [];
  const everyMs = Number(period) * 1000;
  if (amount === undefined || !(everyMs > 0)) return refuse('deprecatevar', value, 'session.score=60/300');
  const { collection, name } = target;
  return (state) => state.collections.get(collection)?.age(name.expand(state), Number(amount), everyMs);
};

/** Why an action on a value that does not last changes nothing; null where the value lasts. */
export function lastingNotice(value: string): string | null {
  return /^tx[.:][^=]+=/i.test(value) ? 'TX goes with the transaction' : null;
}

interface Target {
  readonly collection: string;
  readonly name: MacroText;
  readonly rest: string;
}

function readTarget(action: string, value: string | null, example: string): Target | ActionRefusal {
  const [, collection = '', name = '', rest = ''] =
    /^([A-Za-z]+)[.:]([^=]+)=([\s\S]+)$/.exec(value ?? '') ?? [];
  const known = PERSISTENT_NAMES.find((one) => one === collection.toLowerCase());
  if (known === undefined) return refuse(action, value, example);
  return { collection: known, name: compileMacro(toBytes(name)), rest };
}

function refuse(action: string, value: string | null, example: string): ActionRefusal {
  return {
    kind: 'refused',
    message: `${action} cannot read '${value ?? ''}'`,
    help: `write ${action}:${example}; the collection is one of ${PERSISTENT_NAMES.join(', ')}`,
  };
}
