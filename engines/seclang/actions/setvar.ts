import { compileMacro, type MacroText } from '../compile/macro.ts';
import { toBytes } from '../lexer/bytes.ts';
import { parseNumber } from '../operators/compare.ts';
import type { RuleStore } from '../transaction/keyed-store.ts';
import { PERSISTENT_NAMES } from '../transaction/open-collections.ts';
import type { TransactionState } from '../transaction/state.ts';
import type { Effect, EffectDefinition } from './action.ts';

/** Names of the scores that the rules of one paranoia level add to. */
const LEVEL_SCORE = /anomaly_score_pl\d$/i;

/** Longest value that a request can make a rule write. */
const VALUE_LIMIT = 65_536;

/**
 * Description: writes a variable: `tx.a=1` sets, `tx.a=+1` and `tx.a=-1` count, `tx.a` sets 1, `!tx.a` removes. What
 * it writes in `TX` goes with the transaction, in an opened `IP`, `GLOBAL`, `SESSION`, `USER` or `RESOURCE` it stays;
 * counts of transactions at the same time add up.
 * Arguments: collection, name and value; name and value may hold macros.
 * Returns: nothing.
 * Example: `setvar:'tx.anomaly_score_pl1=+%{tx.critical_anomaly_score}'`.
 */
export const setvar: EffectDefinition = ({ value }) => {
  const parsed = /^(!?)([A-Za-z]+)[.:]([^=]+)(?:=([\s\S]*))?$/.exec(value ?? '');
  const collection = parsed?.[2]?.toLowerCase() ?? '';
  const isKnown = collection === 'tx' || PERSISTENT_NAMES.some((name) => name === collection);
  if (parsed === null || !isKnown) {
    return {
      kind: 'refused',
      message: `setvar cannot write '${value ?? ''}'`,
      help: `write setvar:tx.name=value, or name one of ${PERSISTENT_NAMES.join(', ')} instead of tx`,
    };
  }
  const name = compileMacro(toBytes(parsed[3] ?? ''));
  if (parsed[1] === '!') return (state) => storeOf(state, collection)?.delete(name.expand(state));
  return compileWrite(collection, name, parsed[4]);
};

function storeOf(state: TransactionState, collection: string): RuleStore | null {
  return collection === 'tx' ? state.tx : state.store(collection);
}

function compileWrite(collection: string, name: MacroText, written: string | undefined): Effect {
  const sign = written?.[0];
  if (sign !== '+' && sign !== '-') {
    const text = compileMacro(toBytes(written ?? '1'));
    if (collection === 'tx' && name.literal !== null) return compileTxWrite(name.literal, text);
    return (state) =>
      storeOf(state, collection)?.set(name.expand(state), text.expand(state).slice(0, VALUE_LIMIT));
  }
  const amount = compileMacro((written ?? '').slice(1));
  const factor = sign === '-' ? -1 : 1;
  const isScore = collection === 'tx' && LEVEL_SCORE.test(name.literal ?? '');
  return (state) => {
    const added = factor * parseNumber(amount.expand(state));
    if (isScore) state.scoreAdded += added;
    storeOf(state, collection)?.add(name.expand(state), added);
  };
}

/** The commonest of writes: a variable of TX whose name is known. */
function compileTxWrite(key: string, text: MacroText): Effect {
  const name = key.toLowerCase();
  return (state) => state.tx.setLower(name, key, text.expand(state).slice(0, VALUE_LIMIT));
}
