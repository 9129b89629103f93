import type { ActionKind } from './action.ts';

const plain: ActionKind = { kind: 'metadata', value: 'none', starterOnly: true };

/**
 * Description: lets the request go on without further rules: to the end of the transaction, but for the logging
 * phase, or of the `phase`, or until the response (`request`).
 * Arguments: none, `phase` or `request`.
 * Returns: the verdict `pass`; in mode `detect` nothing.
 * Example: `SecRule REMOTE_ADDR "@ipMatch 192.0.2.0/24" "id:1,phase:1,allow:request,nolog"`.
 */
export const allow: ActionKind = {
  kind: 'metadata',
  value: 'optional',
  starterOnly: true,
  check: (value) =>
    /^(?:phase|request)$/i.test(value)
      ? null
      : `allow takes phase or request, or nothing, and not '${value}'`,
};

/**
 * Description: does what the `SecDefaultAction` of the phase says; without one it passes.
 * Arguments: none.
 * Returns: as the inherited action.
 * Example: `SecRule ARGS "@detectSQLi" "id:1,phase:2,block"`.
 */
export const block: ActionKind = plain;

/**
 * Description: refuses the request with the `status` of the rule, 403 where it has none.
 * Arguments: none.
 * Returns: a verdict `block` with the action `deny`.
 * Example: `SecRule ARGS:debug "@streq on" "id:1,phase:1,deny,status:404"`.
 */
export const deny: ActionKind = plain;

/**
 * Description: asks for the connection to be closed without an answer.
 * Arguments: none.
 * Returns: a verdict `block` with the action `drop`; its status is for callers that must answer.
 * Example: `SecRule IP:AUTH_ATTEMPT "@gt 25" "id:1,phase:1,drop"`.
 */
export const drop: ActionKind = plain;

/**
 * Description: goes on with the next rule in spite of the match.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:1,pass,nolog,setvar:tx.seen=1"`.
 */
export const pass: ActionKind = plain;

/**
 * Description: sends the client elsewhere, with the `status` of the rule if that is 301, 302, 303, 307 or 308, else
 * with 302.
 * Arguments: the address, with macros.
 * Returns: a verdict `block` with the action `redirect` and its location.
 * Example: `SecRule REQUEST_URI "@beginsWith /old" "id:1,phase:1,redirect:'https://example.org/new',status:301"`.
 */
export const redirect: ActionKind = { kind: 'metadata', value: 'required', starterOnly: true };

/**
 * Description: the status to answer with where the rule denies or redirects; may stand in `SecDefaultAction`.
 * Arguments: a number of three digits.
 * Returns: nothing.
 * Example: `SecDefaultAction "phase:2,log,deny,status:406"`.
 */
export const status: ActionKind = {
  kind: 'metadata',
  value: 'required',
  starterOnly: true,
  check: (value) => (/^[1-5]\d\d$/.test(value) ? null : `'${value}' is no status from 100 to 599`),
};
