import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

/** Parts of the request line and of the connection. */
export const REQUEST_LINE_VARIABLES = {
  REQUEST_LINE: single('REQUEST_LINE', 'request', ({ facts }) => facts.line),
  REQUEST_METHOD: single('REQUEST_METHOD', 'request', ({ input }) => input.head.method),
  REQUEST_PROTOCOL: single('REQUEST_PROTOCOL', 'request', ({ facts }) => facts.protocol),
  REQUEST_URI: single('REQUEST_URI', 'request', ({ facts }) => facts.uri),
  REQUEST_URI_RAW: single('REQUEST_URI_RAW', 'request', ({ input }) => input.head.target),
  REQUEST_FILENAME: single('REQUEST_FILENAME', 'request', ({ facts }) => facts.filename),
  REQUEST_BASENAME: single('REQUEST_BASENAME', 'request', ({ facts }) => facts.basename),
  PATH_INFO: single('PATH_INFO', 'request', ({ facts }) => facts.filename),
  QUERY_STRING: single('QUERY_STRING', 'request', ({ facts }) => facts.query),
  REMOTE_ADDR: single('REMOTE_ADDR', 'request', ({ input }) => input.head.clientAddress),
  REMOTE_HOST: single('REMOTE_HOST', 'request', ({ input }) => input.head.clientAddress),
  REMOTE_PORT: single('REMOTE_PORT', 'request', ({ input }) => String(input.head.clientPort)),
  SERVER_ADDR: single('SERVER_ADDR', 'request', ({ input }) => input.head.serverAddress),
  SERVER_PORT: single('SERVER_PORT', 'request', ({ input }) => String(input.head.serverPort)),
} satisfies Readonly<Record<string, VariableDefinition>>;
