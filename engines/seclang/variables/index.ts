import { ARGUMENT_VARIABLES } from './arguments.ts';
import { BODY_VARIABLES } from './body.ts';
import { COOKIE_VARIABLES } from './cookies.ts';
import type { VariableDefinition, VariableReading } from './definition.ts';
import { FILE_VARIABLES } from './files.ts';
import { HEADER_VARIABLES } from './headers.ts';
import { HOST_VARIABLES } from './host.ts';
import { MATCHED_VARIABLES } from './matched.ts';
import { MULTIPART_VARIABLES } from './multipart.ts';
import { REQUEST_LINE_VARIABLES } from './request-line.ts';
import { RESPONSE_VARIABLES } from './response.ts';
import { STORE_VARIABLES } from './stores.ts';
import { TIME_VARIABLES } from './time.ts';

export type { VariableDefinition } from './definition.ts';
export { UNSUPPORTED_VARIABLES } from './unsupported.ts';

/** Every variable by its name in the language. */
export const VARIABLES = {
  ...ARGUMENT_VARIABLES,
  ...BODY_VARIABLES,
  ...COOKIE_VARIABLES,
  ...FILE_VARIABLES,
  ...HEADER_VARIABLES,
  ...HOST_VARIABLES,
  ...MATCHED_VARIABLES,
  ...MULTIPART_VARIABLES,
  ...REQUEST_LINE_VARIABLES,
  ...RESPONSE_VARIABLES,
  ...STORE_VARIABLES,
  ...TIME_VARIABLES,
} satisfies Readonly<Record<string, VariableReading>>;

/** How many variables there are. */
export const VARIABLE_COUNT = Object.keys(VARIABLES).length;

const BY_NAME: ReadonlyMap<string, VariableDefinition> = new Map(
  Object.entries(VARIABLES).map(([name, reading], number) => [name, { ...reading, name, number }]),
);

/** The variable of that upper-case name, or undefined where there is none. */
export function variableNamed(name: string): VariableDefinition | undefined {
  return BY_NAME.get(name);
}
