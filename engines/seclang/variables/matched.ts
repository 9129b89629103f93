import { createVariable, fullNameOf } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

/** What matched before in the chain that runs. */
export const MATCHED_VARIABLES = {
  MATCHED_VAR: single('MATCHED_VAR', 'rule', ({ matched }) => matched?.value ?? null),
  MATCHED_VAR_NAME: single('MATCHED_VAR_NAME', 'rule', ({ matched }) =>
    matched === null ? null : fullNameOf(matched),
  ),
  MATCHED_VARS: {
    lifetime: 'rule',
    read: ({ matchedInChain }) =>
      matchedInChain.map((variable) => createVariable('MATCHED_VARS', fullNameOf(variable), variable.value)),
  },
  MATCHED_VARS_NAMES: {
    lifetime: 'rule',
    read: ({ matchedInChain }) =>
      matchedInChain.map((variable) => {
        const name = fullNameOf(variable);
        return createVariable('MATCHED_VARS_NAMES', name, name);
      }),
  },
} satisfies Readonly<Record<string, VariableDefinition>>;
