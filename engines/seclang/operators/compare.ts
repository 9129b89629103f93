import type { MacroText } from '../compile/macro.ts';
import type { Operator, OperatorDefinition } from './operator.ts';

/** Number at the start of a text as C's `atoi` reads it; 0 where there is none. */
export function parseNumber(text: string): number {
  // Most values that rules compare are one digit.
  if (text.length === 1) {
    const digit = text.charCodeAt(0) - 0x30;
    return digit >= 0 && digit <= 9 ? digit : 0;
  }
  const parsed = Number.parseInt(text, 10);
  return Number.isNaN(parsed) ? 0 : parsed;
}

function numeric(text: MacroText, holds: (value: number, argument: number) => boolean): Operator {
  if (text.literal !== null) {
    const argument = parseNumber(text.literal);
    return { kind: 'operator', test: (value) => holds(parseNumber(value), argument) };
  }
  return {
    kind: 'operator',
    test: (value, scope) => holds(parseNumber(value), parseNumber(text.expand(scope))),
  };
}

/**
 * Description: the value equals the argument as a number; text that is no number counts as 0.
 * Arguments: a number, or text with macros.
 * Returns: true when it does.
 * Example: `SecRule &ARGS "@eq 0" "id:1,pass"`.
 */
export const eq: OperatorDefinition = ({ text }) => numeric(text, (value, argument) => value === argument);

/**
 * Description: the value is greater than or equal to the argument, both as numbers; text that is no number counts
 * as 0.
 * Arguments: a number, or text with macros.
 * Returns: true when it is.
 * Example: `SecRule TX:SCORE "@ge %{tx.threshold}" "id:1,deny"`.
 */
export const ge: OperatorDefinition = ({ text }) => numeric(text, (value, argument) => value >= argument);

/**
 * Description: the value is greater than the argument, both as numbers; text that is no number counts as 0.
 * Arguments: a number, or text with macros.
 * Returns: true when it is.
 * Example: `SecRule ARGS_COMBINED_SIZE "@gt 2500" "id:1,deny"`.
 */
export const gt: OperatorDefinition = ({ text }) => numeric(text, (value, argument) => value > argument);

/**
 * Description: the value is less than or equal to the argument, both as numbers; text that is no number counts as
 * 0.
 * Arguments: a number, or text with macros.
 * Returns: true when it is.
 * Example: `SecRule HIGHEST_SEVERITY "@le 2" "id:1,deny"`.
 */
export const le: OperatorDefinition = ({ text }) => numeric(text, (value, argument) => value <= argument);

/**
 * Description: the value is less than the argument, both as numbers; text that is no number counts as 0.
 * Arguments: a number, or text with macros.
 * Returns: true when it is.
 * Example: `SecRule TX:PARANOIA_LEVEL "@lt 2" "id:1,pass,skipAfter:END"`.
 */
export const lt: OperatorDefinition = ({ text }) => numeric(text, (value, argument) => value < argument);
