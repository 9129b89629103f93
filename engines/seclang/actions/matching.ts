import type { ActionKind } from './action.ts';

/**
 * Description: keeps what the operator captured as `TX.0` (the whole match) to `TX.9`, until the next such match.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx (\w+)=" "id:1,capture,logdata:'%{TX.1}'"`.
 */
export const capture: ActionKind = { kind: 'metadata', value: 'none', starterOnly: false };

/**
 * Description: tries the operator on each value before the transformations and after each one that changes it.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecRule ARGS "@pm passwd" "id:1,t:urlDecodeUni,t:lowercase,multiMatch"`.
 */
export const multiMatch: ActionKind = { kind: 'metadata', value: 'none', starterOnly: false };

/**
 * Description: adds a transformation to those that values go through before the operator sees them; `none` drops
 * those so far, the inherited ones too.
 * Arguments: the name of a transformation, or `none`.
 * Returns: nothing.
 * Example: `SecRule ARGS "@rx x" "id:1,t:none,t:urlDecodeUni,t:lowercase"`.
 */
export const t: ActionKind = { kind: 'metadata', value: 'required', starterOnly: false };

/**
 * Description: declares a prefix for the XPath expressions of the rule's `XML:` targets.
 * Arguments: `prefix=namespace`.
 * Returns: nothing.
 * Example: `SecRule XML:/s:Envelope/s:Body "@rx x" "id:1,phase:2,xmlns:s=http://schemas.xmlsoap.org/soap/envelope/"`.
 */
export const xmlns: ActionKind = {
  kind: 'metadata',
  value: 'required',
  starterOnly: false,
  check: (value) => (/^[^=\s]+=\S+$/.test(value) ? null : `'${value}' is no prefix=namespace`),
};
