import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

function store(name: string): VariableReading {
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
  /** Description: what rules of this transaction wrote by `setvar`, and captures as `TX:0` to `TX:9`. */
  TX: store('tx'),
  /** Description: what rules count by address, after `initcol:ip=…`. */
  IP: store('ip'),
  /** Description: what rules count over all transactions, after `initcol:global=…`. */
  GLOBAL: store('global'),
  /** Description: what rules count by session, after `setsid` or `initcol`. */
  SESSION: store('session'),
  /** Description: what rules count by user, after `setuid` or `initcol`. */
  USER: store('user'),
  /** Description: what rules count by resource, after `setrsc` or `initcol`. */
  RESOURCE: store('resource'),
  /** Description: `id`, `msg`, `severity`, `rev` and `logdata` of the rule that runs. */
  RULE: { lifetime: 'rule', read: ruleFacts },
  /** Description: where the address is that `@geoLookup` looked up last. */
  GEO: store('geo'),
  /** Description: what `setenv` wrote; rules do not see the environment of the process. */
  ENV: store('env'),
  /** Description: the name by which `SESSION` was opened. */
  SESSIONID: single('SESSIONID', 'rule', ({ collections }) => collections.get('session')?.key ?? null),
  /** Description: the name by which `USER` was opened. */
  USERID: single('USERID', 'rule', ({ collections }) => collections.get('user')?.key ?? null),
  /** Description: the value of `SecWebAppId`. */
  WEBAPPID: single('WEBAPPID', 'request', ({ input }) => input.settings.webAppId),
} satisfies Readonly<Record<string, VariableReading>>;
