import type { ActionKind } from './action.ts';

const named: ActionKind = { kind: 'metadata', value: 'required', starterOnly: true };

/**
 * Description: how seldom the rule is wrong, by its authors' judgement; shown in the audit log.
 * Arguments: 1 (often) to 9 (seldom).
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,accuracy:'8'"`.
 */
export const accuracy: ActionKind = named;

/**
 * Description: the number of the rule, by which other rules and directives name it.
 * Arguments: a whole number above 0, once in a rule set.
 * Returns: nothing.
 * Example: `SecAction "id:900001,phase:1,pass,nolog"`.
 */
export const id: ActionKind = named;

/**
 * Description: more about a match, for people.
 * Arguments: text with macros.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,capture,logdata:'Found %{TX.0} within %{MATCHED_VAR_NAME}'"`.
 */
export const logdata: ActionKind = named;

/**
 * Description: how long the rule has been in use, by its authors' judgement; shown in the audit log.
 * Arguments: 1 (new) to 9 (long).
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,maturity:'9'"`.
 */
export const maturity: ActionKind = named;

/**
 * Description: what a match means, for people.
 * Arguments: text with macros.
 * Returns: nothing.
 * Example: `SecRule ARGS "@detectXSS" "id:1,msg:'Cross-site scripting'"`.
 */
export const msg: ActionKind = named;

/**
 * Description: the revision of the rule under the same id.
 * Arguments: text.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,rev:'2'"`.
 */
export const rev: ActionKind = named;

/**
 * Description: how grave a match is; the gravest of a transaction is `HIGHEST_SEVERITY`.
 * Arguments: 0 to 7, or EMERGENCY, ALERT, CRITICAL, ERROR, WARNING, NOTICE, INFO, DEBUG.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,severity:CRITICAL"`.
 */
export const severity: ActionKind = named;

/**
 * Description: a class that the rule belongs to, by which directives and `ctl` name it; may be given several times.
 * Arguments: text.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,tag:'attack-sqli',tag:'platform-multi'"`.
 */
export const tag: ActionKind = named;

/**
 * Description: the version of the rule set that the rule belongs to.
 * Arguments: text.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,ver:'OWN/1.0'"`.
 */
export const ver: ActionKind = named;
