import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';

function store(name: string): VariableDefinition {
  return { lifetime: 'rule', read: (state) => [...(state.store(name)?.values() ?? [])] };
}

function ruleFacts({ rule }: TransactionState): readonly Variable[] {
  if (rule === null) return [];
  return [
    createVariable('RULE', 'id', String(rule.id)),
    createVariable('RULE', 'msg', rule.message),
    createVariable('RULE', 'severity', String(rule.severity ?? '')),
  ];
}

/** Collections that rules write. */
export const STORE_VARIABLES = {
  TX: store('tx'),
  IP: store('ip'),
  GLOBAL: store('global'),
  SESSION: store('session'),
  USER: store('user'),
  RESOURCE: store('resource'),
  RULE: { lifetime: 'rule', read: ruleFacts },
  /** Countries are not looked up, so that the collection is always empty. */
  GEO: { lifetime: 'request', read: () => [] },
  /** Rules do not see the environment of the process. */
  ENV: { lifetime: 'request', read: () => [] },
} satisfies Readonly<Record<string, VariableDefinition>>;
