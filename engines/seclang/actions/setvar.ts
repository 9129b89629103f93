import { compileMacro, type MacroText } from '../compile/macro.ts';
import { toBytes } from '../lexer/bytes.ts';
import { parseNumber } from '../operators/compare.ts';
import type { RuleStore } from '../transaction/keyed-store.ts';
import { PERSISTENT_NAMES } from '../transaction/open-collections.ts';
import type { TransactionState } from '../transaction/state.ts';
import type { EffectDefinition } from './action.ts';

/** Names of the scores that the rules of one paranoia level add to. */
const LEVEL_SCORE = /anomaly_score_pl\d$/i;

/** Longest value that a request can make a rule write. */
const VALUE_LIMIT = 65_536;

/** What a `setvar` writes. */
export interface Assignment {
  /** In lower case. */
  readonly collection: string;
  readonly name: MacroText;
  readonly kind: 'set' | 'count' | 'remove';
  /** 1, or -1 where it counts down. */
  readonly factor: number;
  /** The text to set or the amount to count; empty where a variable is removed. */
  readonly text: MacroText;
}

/**
 * Assignments that were read, by their text, at most so many: each is asked for up to three times in one load, and the
 * CRS writes 117 of them in 548 places. They depend on nothing but their text.
 */
const READ = new Map<string, Assignment | null>();
const KEPT_ASSIGNMENTS = 1024;
const KEPT_LENGTH = 1024;

/** Reads the value of a `setvar`; null where it cannot be understood. */
export function parseAssignment(value: string | null): Assignment | null {
  const text = value ?? '';
  const known = READ.get(text);
  if (known !== undefined) return known;
  const assignment = readAssignment(text);
  if (READ.size >= KEPT_ASSIGNMENTS) READ.clear();
  if (text.length <= KEPT_LENGTH) READ.set(text, assignment);
  return assignment;
}

function readAssignment(value: string): Assignment | null {
  const parsed = /^(!?)([A-Za-z]+)[.:]([^=]+)(?:=([\s\S]*))?$/.exec(value);
  if (parsed === null) return null;
  const [, minus, spelled = '', key = '', written = '1'] = parsed;
  const common = { collection: spelled.toLowerCase(), name: compileMacro(toBytes(key)), factor: 1 };
  if (minus === '!') return { ...common, kind: 'remove', text: compileMacro('') };
  const sign = written[0];
  if (sign !== '+' && sign !== '-') return { ...common, kind: 'set', text: compileMacro(toBytes(written)) };
  return { ...common, kind: 'count', factor: sign === '-' ? -1 : 1, text: compileMacro(written.slice(1)) };
}

/**
 * Description: writes a variable: `tx.a=1` sets, `tx.a=+1` and `tx.a=-1` count, `tx.a` sets 1, `!tx.a` removes. What
 * it writes in `TX` goes with the transaction, in an opened `IP`, `GLOBAL`, `SESSION`, `USER` or `RESOURCE` it stays;
 * counts of transactions at the same time add up.
 * Arguments: collection, name and value; name and value may hold macros.
 * Returns: nothing.
 * Example: `setvar:'tx.anomaly_score_pl1=+%{tx.critical_anomaly_score}'`.
 */
export const setvar: EffectDefinition = ({ value }) => {
  const assignment = parseAssignment(value);
  const isKnown =
    assignment?.collection === 'tx' || PERSISTENT_NAMES.some((name) => name === assignment?.collection);
  if (assignment === null || !isKnown) {
    return {
      kind: 'refused',
      message: `setvar cannot write '${value ?? ''}'`,
      help: `write setvar:tx.name=value, or name one of ${PERSISTENT_NAMES.join(', ')} instead of tx`,
    };
  }
  const { collection, name, text, kind, factor } = assignment;
  if (kind === 'remove') return (state) => storeOf(state, collection)?.delete(name.expand(state));
  if (kind === 'set') {
    return (state) =>
      storeOf(state, collection)?.set(name.expand(state), text.expand(state).slice(0, VALUE_LIMIT));
  }
  const isScore = collection === 'tx' && LEVEL_SCORE.test(name.literal ?? '');
  return (state) => {
    const added = factor * parseNumber(text.expand(state));
    if (isScore) state.scoreAdded += added;
    storeOf(state, collection)?.add(name.expand(state), added);
  };
};

function storeOf(state: TransactionState, collection: string): RuleStore | null {
  return collection === 'tx' ? state.tx : state.store(collection);
}
