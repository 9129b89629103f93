import type { Field } from '../body/parsed-body.ts';
import { parseUrlencoded } from '../body/urlencoded.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

/** Arguments of the query; read once a transaction. */
function queryFields(state: TransactionState): readonly Field[] {
  if (state.queryFields === null) {
    const { fields, complete } = parseUrlencoded(state.facts.query, state.input.settings.argumentLimit);
    if (!complete) state.fail(`more than ${state.input.settings.argumentLimit} arguments in the query`);
    state.queryFields = fields;
  }
  return state.queryFields;
}

/** Arguments of the body, once it is there. */
function bodyFields(state: TransactionState): readonly Field[] {
  return state.phase === 1 ? [] : (state.body?.fields ?? []);
}

/** What variables are made of fields: their values under their names, or their names. */
type Part = 'value' | 'name';

function variablesOf(collection: string, part: Part, fields: readonly Field[]): readonly Variable[] {
  if (part === 'name') return fields.map(([name]) => createVariable(collection, name, name));
  return fields.map(([name, value]) => createVariable(collection, name, value));
}

/** Names are those of the service's forms, whoever fills them in. */
function recursIfName(part: Part): Pick<VariableDefinition, 'recurs'> {
  return part === 'name' ? { recurs: true } : {};
}

function ofQuery(collection: string, part: Part): VariableDefinition {
  return {
    lifetime: 'request',
    ...recursIfName(part),
    read: (state) => variablesOf(collection, part, queryFields(state)),
  };
}

function ofBody(collection: string, part: Part): VariableDefinition {
  return {
    lifetime: 'phase',
    ...recursIfName(part),
    read: (state) => variablesOf(collection, part, bodyFields(state)),
  };
}

/** Those of the query stay the same objects from phase to phase, with all that was found out about them. */
function ofBoth(collection: string, part: Part): VariableDefinition {
  const query = ofQuery(collection, part);
  return {
    lifetime: 'phase',
    ...recursIfName(part),
    read: (state) => {
      const first = state.read(query);
      const rest = variablesOf(collection, part, bodyFields(state));
      return rest.length === 0 ? first : [...first, ...rest];
    },
  };
}

function combinedSize(state: TransactionState): string {
  let size = 0;
  for (const [name, value] of queryFields(state)) size += name.length + value.length;
  for (const [name, value] of bodyFields(state)) size += name.length + value.length;
  return String(size);
}

/** `ARGS` and its kin: arguments of the query and the body. */
export const ARGUMENT_VARIABLES = {
  /** Description: arguments of the query and, from phase 2 on, of the body, by name. */
  ARGS: ofBoth('ARGS', 'value'),
  /** Description: names of the members of `ARGS`. */
  ARGS_NAMES: ofBoth('ARGS_NAMES', 'name'),
  /** Description: arguments of the query. */
  ARGS_GET: ofQuery('ARGS_GET', 'value'),
  /** Description: names of the members of `ARGS_GET`. */
  ARGS_GET_NAMES: ofQuery('ARGS_GET_NAMES', 'name'),
  /** Description: arguments of the body. */
  ARGS_POST: ofBody('ARGS_POST', 'value'),
  /** Description: names of the members of `ARGS_POST`. */
  ARGS_POST_NAMES: ofBody('ARGS_POST_NAMES', 'name'),
  /** Description: bytes of all arguments together, names and values. */
  ARGS_COMBINED_SIZE: single('ARGS_COMBINED_SIZE', 'phase', combinedSize),
} satisfies Readonly<Record<string, VariableDefinition>>;
