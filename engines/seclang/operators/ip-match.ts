import { AddressError, createAddressTable } from '@dejfa/match';
import { readDataFiles } from './data-lines.ts';
import type { Operator, OperatorDefinition, OperatorRefusal } from './operator.ts';

/**
 * Description: the value is an address in one of the ranges.
 * Arguments: IPv4 or IPv6 addresses or CIDR ranges between commas; each must be valid, or the rule is refused.
 * Returns: true when it is; a value that is no address never is.
 * Example: `SecRule REMOTE_ADDR "@ipMatch 127.0.0.1,::1,192.0.2.0/24" "id:1,pass"`.
 */
export const ipMatch: OperatorDefinition = ({ argument }) => rangeOperator(argument.split(','));

/**
 * Description: as `@ipMatch`, with the ranges in files, one a line; `#` starts a comment line. `@ipMatchF` is the
 * same.
 * Arguments: names of files, relative to the rule file.
 * Returns: true when the value is in one of the ranges.
 * Example: `SecRule REMOTE_ADDR "@ipMatchFromFile offices.data" "id:1,phase:1,pass"`.
 */
export const ipMatchFromFile: OperatorDefinition = (input) => {
  const lines = readDataFiles(input);
  return 'kind' in lines ? lines : rangeOperator(lines);
};

function rangeOperator(ranges: readonly string[]): Operator | OperatorRefusal {
  try {
    const table = createAddressTable(ranges.map((range) => ({ range: range.trim(), value: true })));
    return {
      kind: 'operator',
      test: (value) => table.lookup(value) === true,
      locate: (value) => ({ index: 0, length: value.length, captures: [value] }),
    };
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    return {
      kind: 'refused',
      message: error.message,
      help: 'write addresses as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/32',
    };
  }
}
