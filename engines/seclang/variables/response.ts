import { headerValue } from '../transaction/request-facts.ts';
import type { VariableDefinition } from './definition.ts';
import { RESPONSE_HEADER_VARIABLES } from './headers.ts';
import { single } from './single.ts';

/** The response. */
export const RESPONSE_VARIABLES = {
  ...RESPONSE_HEADER_VARIABLES,
  RESPONSE_STATUS: single('RESPONSE_STATUS', 'phase', ({ response }) =>
    response === null ? null : String(response.status),
  ),
  RESPONSE_PROTOCOL: single('RESPONSE_PROTOCOL', 'phase', ({ response }) =>
    response === null ? null : `HTTP/${response.httpVersion}`,
  ),
  RESPONSE_CONTENT_TYPE: single('RESPONSE_CONTENT_TYPE', 'phase', ({ response }) =>
    headerValue(response?.headers ?? [], 'content-type'),
  ),
  RESPONSE_CONTENT_LENGTH: single('RESPONSE_CONTENT_LENGTH', 'phase', ({ responseText }) =>
    String(responseText.length),
  ),
  RESPONSE_BODY: single('RESPONSE_BODY', 'phase', (state) => (state.phase < 4 ? null : state.responseText)),
  OUTBOUND_DATA_ERROR: single('OUTBOUND_DATA_ERROR', 'phase', (state) =>
    state.responseText.length >= state.responseBodyLimitBytes ? '1' : '0',
  ),
} satisfies Readonly<Record<string, VariableDefinition>>;
