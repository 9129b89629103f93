import { compileMacro } from '../compile/macro.ts';
import { contains } from './contains.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: the argument occurs in the value, as with `@contains`; bytes may be written in hexadecimal between
 * bars.
 * Arguments: text with macros, such as `A|42 43|D`.
 * Returns: true when it does.
 * Example: `SecRule REQUEST_HEADERS:User-Agent "@strmatch WebZIP" "id:1,deny"`.
 */
export const strmatch: OperatorDefinition = (input) => {
  const argument = input.argument.replace(/\|((?:[0-9a-fA-F]{2} ?)+)\|/g, (_whole, digits: string) =>
    Buffer.from(digits.replaceAll(' ', ''), 'hex').toString('latin1'),
  );
  return contains({ ...input, argument, text: compileMacro(argument) });
};
