import { createVariable, fullNameOf } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

/** What matched before in the chain that runs. */
export const MATCHED_VARIABLES = {
  /** Description: the value that matched last, as the operator saw it. */
  MATCHED_VAR: single('MATCHED_VAR', 'rule', ({ matched }) => matched?.value ?? null),
  /** Description: name of the variable that matched last, for example `ARGS:q`. */
  MATCHED_VAR_NAME: single('MATCHED_VAR_NAME', 'rule', ({ matched }) =>
    matched === null ? null : fullNameOf(matched),
  ),
  /** Description: all values that matched in the chain so far, by name. */
  MATCHED_VARS: {
    lifetime: 'rule',
    read: ({ matchedInChain }) =>
      matchedInChain.map((variable) => createVariable('MATCHED_VARS', fullNameOf(variable), variable.value)),
  },
  /** Description: names of the members of `MATCHED_VARS`. */
  MATCHED_VARS_NAMES: {
    lifetime: 'rule',
    read: ({ matchedInChain }) =>
      matchedInChain.map((variable) => {
        const name = fullNameOf(variable);
        return createVariable('MATCHED_VARS_NAMES', name, name);
      }),
  },
} satisfies Readonly<Record<string, VariableReading>>;
