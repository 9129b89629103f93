import type { TransactionState } from '../transaction/state.ts';
import { createVariable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

/** The target, of which most requests have one spelling: what is found out about it serves under both names. */
function target(name: string, read: (state: TransactionState) => string): VariableReading {
  return {
    lifetime: 'request',
    read: (state) => {
      const variable = createVariable(name, null, read(state));
      state.target ??= variable;
      if (state.target.value === variable.value) variable.analysis = state.target.analysis;
      return [variable];
    },
  };
}

/** Parts of the request line and of the connection. */
export const REQUEST_LINE_VARIABLES = {
  /** Description: method, target and protocol as they came. */
  REQUEST_LINE: single('REQUEST_LINE', 'request', ({ facts }) => facts.line),
  /** Description: the method. */
  REQUEST_METHOD: single('REQUEST_METHOD', 'request', ({ input }) => input.head.method),
  /** Description: the protocol, for example `HTTP/1.1`. */
  REQUEST_PROTOCOL: single('REQUEST_PROTOCOL', 'request', ({ facts }) => facts.protocol),
  /** Description: the target without scheme and authority, with the query. */
  REQUEST_URI: target('REQUEST_URI', ({ facts }) => facts.uri),
  /** Description: the target as it came. */
  REQUEST_URI_RAW: target('REQUEST_URI_RAW', ({ input }) => input.head.target),
  /** Description: the path with `%XX` decoded, without the query. */
  REQUEST_FILENAME: single('REQUEST_FILENAME', 'request', ({ facts }) => facts.filename),
  /** Description: what stands after the last `/` or `\` of `REQUEST_FILENAME`. */
  REQUEST_BASENAME: single('REQUEST_BASENAME', 'request', ({ facts }) => facts.basename),
  /** Description: as `REQUEST_FILENAME`. */
  PATH_INFO: single('PATH_INFO', 'request', ({ facts }) => facts.filename),
  /** Description: what stands after the first `?`. */
  QUERY_STRING: single('QUERY_STRING', 'request', ({ facts }) => facts.query),
  /** Description: address of the client. */
  REMOTE_ADDR: single('REMOTE_ADDR', 'request', ({ input }) => input.head.clientAddress),
  /** Description: as `REMOTE_ADDR`; no name is looked up. */
  REMOTE_HOST: single('REMOTE_HOST', 'request', ({ input }) => input.head.clientAddress),
  /** Description: port of the client. */
  REMOTE_PORT: single('REMOTE_PORT', 'request', ({ input }) => String(input.head.clientPort)),
  /** Description: address that the client connected to. */
  SERVER_ADDR: single('SERVER_ADDR', 'request', ({ input }) => input.head.serverAddress),
  /** Description: port that the client connected to. */
  SERVER_PORT: single('SERVER_PORT', 'request', ({ input }) => String(input.head.serverPort)),
} satisfies Readonly<Record<string, VariableReading>>;
