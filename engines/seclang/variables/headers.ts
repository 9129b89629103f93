import type { RequestHead } from '../api.ts';
import { headerValue } from '../transaction/request-facts.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

function values(collection: string, headers: RequestHead['headers']): readonly Variable[] {
  return headers.map(([name, value]) => createVariable(collection, name, value));
}

function names(collection: string, headers: RequestHead['headers']): readonly Variable[] {
  return headers.map(([name]) => createVariable(collection, name, name));
}

/** Header fields of the request, and what follows from them. */
export const HEADER_VARIABLES = {
  /** Description: values of the header fields of the request, by name. */
  REQUEST_HEADERS: {
    lifetime: 'request',
    read: ({ input }) => values('REQUEST_HEADERS', input.head.headers),
  },
  /** Description: names of the header fields of the request. */
  REQUEST_HEADERS_NAMES: {
    lifetime: 'request',
    read: ({ input }) => names('REQUEST_HEADERS_NAMES', input.head.headers),
  },
  /** Description: `Host` without the port. */
  SERVER_NAME: single('SERVER_NAME', 'request', ({ input }) =>
    headerValue(input.head.headers, 'host').replace(/:\d*$/, ''),
  ),
  /** Description: scheme of the `Authorization` field, for example `Basic`. */
  AUTH_TYPE: single('AUTH_TYPE', 'request', ({ input }) => {
    const scheme = /^\S+/.exec(headerValue(input.head.headers, 'authorization'));
    return scheme === null ? null : scheme[0];
  }),
} satisfies Readonly<Record<string, VariableReading>>;

/** Header fields of the response. */
export const RESPONSE_HEADER_VARIABLES = {
  /** Description: values of the header fields of the response, by name. */
  RESPONSE_HEADERS: {
    lifetime: 'phase',
    read: ({ response }) => values('RESPONSE_HEADERS', response?.headers ?? []),
  },
  /** Description: names of the header fields of the response. */
  RESPONSE_HEADERS_NAMES: {
    lifetime: 'phase',
    read: ({ response }) => names('RESPONSE_HEADERS_NAMES', response?.headers ?? []),
  },
} satisfies Readonly<Record<string, VariableReading>>;
