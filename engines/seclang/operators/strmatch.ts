import { compileMacro } from '../compile/macro.ts';
import { contains } from './contains.ts';
import { decodeHexBars } from './hex-bars.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the argument occurs in the value, as with `@contains`; bytes may be written in hexadecimal between
 * bars.
 * Arguments: text with macros, such as `A|42 43|D`.
 * Returns: true when it does.
 * Example: `SecRule REQUEST_HEADERS:User-Agent "@strmatch WebZIP" "id:1,deny"`.
 */
export const strmatch: OperatorDefinition = (input) => {
  const argument = decodeHexBars(input.argument);
  return contains({ ...input, argument, text: compileMacro(argument) });
};
