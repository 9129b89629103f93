import type { TransactionState } from '../transaction/state.ts';
import { createVariable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';

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
      return text === null ? [] : [createVariable(name, null, text)];
    },
  };
}
