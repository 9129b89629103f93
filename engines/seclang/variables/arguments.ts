import type { Arguments } from '../body/parsed-body.ts';
import { parseUrlencoded } from '../body/urlencoded.ts';
import type { TransactionState } from '../transaction/state.ts';
import { copyVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

/** Arguments of the query, and the members of `ARGS_GET` where they were read. */
export interface QueryArguments extends Arguments {
  asGet: readonly Variable[] | null;
}

const NO_ARGUMENTS: Arguments = { fields: [], names: [] };

/** Arguments of the query; read once a transaction. */
function ofQuery(state: TransactionState): QueryArguments {
  if (state.queryArguments === null) {
    const { query } = state.facts;
    const limit = state.input.settings.argumentLimit;
    const read = query === '' ? null : parseUrlencoded(query, limit, state.knownNames);
    if (read?.isComplete === false) state.fail(`more than ${limit} arguments in the query`);
    const { fields, names } = read ?? NO_ARGUMENTS;
    state.queryArguments = { fields, names, asGet: null };
  }
  return state.queryArguments;
}

/** Arguments of the body, once it is there. */
function ofBody(state: TransactionState): Arguments {
  return state.phase === 1 ? NO_ARGUMENTS : (state.body ?? NO_ARGUMENTS);
}

/** The members under the name of another collection. */
function as(collection: string, members: readonly Variable[]): readonly Variable[] {
  return members.map((member) => copyVariable(member, collection));
}

/** What is known of the names stays with them, whichever request they stand in; two lists share none of them. */
function namesOfBoth(state: TransactionState): readonly Variable[] {
  const body = ofBody(state).names;
  const query = ofQuery(state).names;
  return query.length === 0 ? body : [...as('ARGS_NAMES', query), ...body];
}

/** Those of the query stay the same objects from phase to phase, with all that was found out about them. */
function fieldsOfBoth(state: TransactionState): readonly Variable[] {
  const body = ofBody(state).fields;
  const { fields, asGet } = ofQuery(state);
  asGet?.forEach((copy, at) => {
    const field = fields[at];
    if (field !== undefined) field.analysis ??= copy.analysis;
  });
  if (body.length === 0) return fields;
  return fields.length === 0 ? body : [...fields, ...body];
}

function fieldsOfGet(state: TransactionState): readonly Variable[] {
  const query = ofQuery(state);
  query.asGet ??= as('ARGS_GET', query.fields);
  return query.asGet;
}

function combinedSize(state: TransactionState): string {
  let size = 0;
  for (const { key, value } of fieldsOfBoth(state)) size += (key ?? '').length + value.length;
  return String(size);
}

/** `ARGS` and its kin: arguments of the query and the body. */
export const ARGUMENT_VARIABLES = {
  /** Description: arguments of the query and, from phase 2 on, of the body, by name. */
  ARGS: { lifetime: 'phase', read: fieldsOfBoth },
  /** Description: names of the members of `ARGS`. */
  ARGS_NAMES: { lifetime: 'phase', read: namesOfBoth },
  /** Description: arguments of the query. */
  ARGS_GET: { lifetime: 'request', read: fieldsOfGet },
  /** Description: names of the members of `ARGS_GET`. */
  ARGS_GET_NAMES: {
    lifetime: 'request',
    read: (state) => as('ARGS_GET_NAMES', ofQuery(state).names),
  },
  /** Description: arguments of the body. */
  ARGS_POST: { lifetime: 'phase', read: (state) => as('ARGS_POST', ofBody(state).fields) },
  /** Description: names of the members of `ARGS_POST`. */
  ARGS_POST_NAMES: {
    lifetime: 'phase',
    read: (state) => as('ARGS_POST_NAMES', ofBody(state).names),
  },
  /** Description: bytes of all arguments together, names and values. */
  ARGS_COMBINED_SIZE: single('ARGS_COMBINED_SIZE', 'phase', combinedSize),
} satisfies Readonly<Record<string, VariableReading>>;
