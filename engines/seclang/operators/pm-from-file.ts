import { readDataFiles } from './data-lines.ts';
import type { OperatorDefinition } from './operator.ts';
import { phraseOperator } from './pm.ts';

/**
 * Description: as `@pm`, with the phrases in files, one a line; `#` starts a comment line. `@pmf` is the same.
 * Arguments: names of files, relative to the rule file.
 * Returns: as `@pm`.
 * Example: `SecRule REQUEST_FILENAME "@pmFromFile lfi-os-files.data" "id:1,deny"`.
 */
export const pmFromFile: OperatorDefinition = (input) => {
  const lines = readDataFiles(input);
  return 'kind' in lines ? lines : phraseOperator(lines);
};
