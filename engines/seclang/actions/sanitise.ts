import { toBytes } from '../lexer/bytes.ts';
import { type AuditMask, addMask } from '../transaction/audit-control.ts';
import type { Variable } from '../transaction/variable.ts';
import type { EffectDefinition } from './action.ts';

/**
 * Description: hides an argument of the query and the body in the audit log: a star for each byte.
 * Arguments: the argument's name, in any case.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:2,pass,nolog,sanitiseArg:password"`.
 */
export const sanitiseArg: EffectDefinition = ({ value }) => maskNamed('argument', value);

/**
 * Description: hides a field of the request's head in the audit log.
 * Arguments: the field's name, in any case.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:1,pass,nolog,sanitiseRequestHeader:Authorization"`.
 */
export const sanitiseRequestHeader: EffectDefinition = ({ value }) => maskNamed('request-header', value);

/**
 * Description: hides a field of the response's head in the audit log.
 * Arguments: the field's name, in any case.
 * Returns: nothing.
 * Example: `SecAction "id:1,phase:3,pass,nolog,sanitiseResponseHeader:Set-Cookie"`.
 */
export const sanitiseResponseHeader: EffectDefinition = ({ value }) => maskNamed('response-header', value);

/**
 * Description: hides what matched in the audit log: the argument or the field of that name; of other variables the
 * value, wherever it stands.
 * Arguments: none.
 * Returns: nothing.
 * Example: `SecRule ARGS_NAMES "@rx password" "id:1,phase:2,pass,nolog,sanitiseMatched"`.
 */
export const sanitiseMatched: EffectDefinition = () => (state) => {
  if (state.matched !== null) addMask(state, maskOf(state.matched));
};

/**
 * Description: hides the stretch that matched in the audit log; the rule must say `capture`.
 * Arguments: none, or how many bytes at its beginning and at its end stay: `1/4`.
 * Returns: nothing.
 * Example: `SecRule ARGS "@verifyCC \d{13,16}" "id:1,phase:2,pass,nolog,capture,sanitiseMatchedBytes:0/4"`.
 */
export const sanitiseMatchedBytes: EffectDefinition = ({ value }) => {
  const [, first = '0', last = '0'] = /^(\d{1,4})\/(\d{1,4})$/.exec(value ?? '') ?? [];
  return (state) => {
    const text = state.tx.get('0')?.value ?? '';
    if (text !== '') addMask(state, { kind: 'text', text, keepFirst: Number(first), keepLast: Number(last) });
  };
};

/** What is wrong with the value of `sanitiseMatchedBytes`; null where nothing is. */
export function checkKeptBytes(value: string): string | null {
  return /^\d{1,4}\/\d{1,4}$/.test(value) ? null : `'${value}' is not how many bytes to keep, such as 1/4`;
}

function maskNamed(
  kind: 'argument' | 'request-header' | 'response-header',
  value: string | null,
): ReturnType<EffectDefinition> {
  const name = toBytes(value ?? '').toLowerCase();
  return (state) => addMask(state, { kind, name });
}

function maskOf({ collection, key }: Variable): AuditMask {
  const name = key?.toLowerCase() ?? '';
  if (/^ARGS(?:_GET|_POST)?(?:_NAMES)?$/.test(collection)) return { kind: 'argument', name };
  if (/^REQUEST_HEADERS(?:_NAMES)?$/.test(collection)) return { kind: 'request-header', name };
  if (/^RESPONSE_HEADERS(?:_NAMES)?$/.test(collection)) return { kind: 'response-header', name };
  return { kind: 'variable', collection, key };
}
