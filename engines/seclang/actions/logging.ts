import type { ActionKind } from './action.ts';

const flag: ActionKind = { kind: 'metadata', value: 'none', starterOnly: false };

/**
 * Description: a match makes the transaction worth an entry in the audit log; `log` implies it.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,pass,nolog,auditlog"`.
 */
export const auditlog: ActionKind = flag;

/**
 * Description: a match is reported; it is, where nothing else is said.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,pass,log"`.
 */
export const log: ActionKind = flag;

/**
 * Description: a match alone makes no entry in the audit log.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,pass,log,noauditlog"`.
 */
export const noauditlog: ActionKind = flag;

/**
 * Description: a match is not reported; implies `noauditlog`, unless `auditlog` follows.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:1,pass,nolog,setvar:tx.a=1"`.
 */
export const nolog: ActionKind = flag;
