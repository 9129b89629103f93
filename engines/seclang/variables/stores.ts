import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

function store(name: string): VariableDefinition {
  return { lifetime: 'rule', read: (state) => [...(state.store(name)?.values() ?? [])] };
}

function ruleFacts({ rule }: TransactionState): readonly Variable[] {
  if (rule === null) return [];
  return [
    createVariable('RULE', 'id', String(rule.id)),
    createVariable('RULE', 'msg', rule.message),
    createVariable('RULE', 'severity', String(rule.severity ?? '')),
    createVariable('RULE', 'rev', rule.revision ?? ''),
    createVariable('RULE', 'logdata', rule.logData ?? ''),
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
  /** Where the address is that `@geoLookup` looked up last. */
  GEO: store('geo'),
  /** What `setenv` wrote; rules do not see the environment of the process. */
  ENV: store('env'),
  /** The names by which collections were opened (`setsid`, `setuid`), and whose they are. */
  SESSIONID: single('SESSIONID', 'rule', ({ collections }) => collections.get('session')?.key ?? null),
  USERID: single('USERID', 'rule', ({ collections }) => collections.get('user')?.key ?? null),
  WEBAPPID: single('WEBAPPID', 'request', ({ input }) => input.settings.webAppId),
} satisfies Readonly<Record<string, VariableDefinition>>;
