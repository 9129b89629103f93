import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';

const NONE: readonly Variable[] = [];

/** A variable with one value; null where the request has none. */
export function single(
  name: string,
  lifetime: VariableReading['lifetime'],
  value: (state: TransactionState) => string | null,
): VariableReading {
  return {
    lifetime,
    read: (state) => {
      const text = value(state);
      return text === null ? NONE : [createVariable(name, null, text)];
    },
  };
}
