import type { ActionKind } from './action.ts';

/**
 * Description: the next rule belongs to this one: the chain matches when all its rules do.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecRule REQUEST_METHOD "@streq POST" "id:1,phase:1,deny,chain"`.
 */
export const chain: ActionKind = { kind: 'metadata', value: 'none', starterOnly: false };

/**
 * Description: when the rule runs: 1 request headers, 2 (`request`) request body, 3 response headers, 4 (`response`)
 * response body, 5 (`logging`) after the exchange. 2 where a rule says nothing.
 * Arguments: a number or a name.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:1,pass,nolog"`.
 */
export const phase: ActionKind = { kind: 'metadata', value: 'required', starterOnly: true };

/**
 * Description: leaves out the rules of this phase that follow; a chain counts as one rule, markers are not counted.
 * Arguments: how many.
 * Returns: nothing.
 * Example: `SecRule REMOTE_ADDR "@ipMatch 127.0.0.1" "id:1,phase:1,pass,skip:2"`.
 */
export const skip: ActionKind = {
  kind: 'metadata',
  value: 'required',
  starterOnly: true,
  check: (value) =>
    /^[1-9]\d{0,5}$/.test(value) ? null : `skip takes how many rules to skip, and not '${value}'`,
};

/**
 * Description: goes on in this phase behind the `SecMarker` of that name, or behind the rule with that id.
 * Arguments: a name or an id.
 * Returns: nothing.
 * Example: `SecRule TX:PARANOIA "@lt 2" "id:1,phase:2,pass,nolog,skipAfter:END-OF-LEVEL"`.
 */
export const skipAfter: ActionKind = { kind: 'metadata', value: 'required', starterOnly: true };
