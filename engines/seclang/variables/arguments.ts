import type { Field } from '../body/parsed-body.ts';
import { parseUrlencoded } from '../body/urlencoded.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

/** Arguments of the query, and of the body once it is there. */
function fieldsOf(state: TransactionState, from: 'query' | 'body' | 'both'): readonly Field[] {
  const query = from === 'body' ? [] : queryFields(state);
  const body = from === 'query' || state.phase === 1 ? [] : (state.body?.fields ?? []);
  return query.length === 0 ? body : body.length === 0 ? query : [...query, ...body];
}

function queryFields(state: TransactionState): readonly Field[] {
  const { fields, complete } = parseUrlencoded(state.facts.query, state.input.settings.argumentLimit);
  if (!complete) state.fail(`more than ${state.input.settings.argumentLimit} arguments in the query`);
  return fields;
}

function values(collection: string, from: 'query' | 'body' | 'both'): VariableDefinition {
  return {
    lifetime: from === 'query' ? 'request' : 'phase',
    read: (state) => fieldsOf(state, from).map(([name, value]) => createVariable(collection, name, value)),
  };
}

function names(collection: string, from: 'query' | 'body' | 'both'): VariableDefinition {
  return {
    lifetime: from === 'query' ? 'request' : 'phase',
    read: (state) => fieldsOf(state, from).map(([name]) => createVariable(collection, name, name)),
  };
}

/** `ARGS` and its kin: arguments of the query and the body. */
export const ARGUMENT_VARIABLES = {
  /** Description: arguments of the query and, from phase 2 on, of the body, by name. */
  ARGS: values('ARGS', 'both'),
  /** Description: names of the members of `ARGS`. */
  ARGS_NAMES: names('ARGS_NAMES', 'both'),
  /** Description: arguments of the query. */
  ARGS_GET: values('ARGS_GET', 'query'),
  /** Description: names of the members of `ARGS_GET`. */
  ARGS_GET_NAMES: names('ARGS_GET_NAMES', 'query'),
  /** Description: arguments of the body. */
  ARGS_POST: values('ARGS_POST', 'body'),
  /** Description: names of the members of `ARGS_POST`. */
  ARGS_POST_NAMES: names('ARGS_POST_NAMES', 'body'),
  /** Description: bytes of all arguments together, names and values. */
  ARGS_COMBINED_SIZE: single('ARGS_COMBINED_SIZE', 'phase', (state) => {
    const sizes = fieldsOf(state, 'both').map(([name, value]) => name.length + value.length);
    return String(sizes.reduce((sum, size) => sum + size, 0));
  }),
} satisfies Readonly<Record<string, VariableDefinition>>;
