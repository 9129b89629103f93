import { headerValue } from '../transaction/request-facts.ts';
import type { VariableReading } from './definition.ts';
import { RESPONSE_HEADER_VARIABLES } from './headers.ts';
import { single } from './single.ts';

/** The response. */
export const RESPONSE_VARIABLES = {
  ...RESPONSE_HEADER_VARIABLES,
  /** Description: status of the response. */
  RESPONSE_STATUS: single('RESPONSE_STATUS', 'phase', ({ response }) =>
    response === null ? null : String(response.status),
  ),
  /** Description: protocol of the response. */
  RESPONSE_PROTOCOL: single('RESPONSE_PROTOCOL', 'phase', ({ response }) =>
    response === null ? null : `HTTP/${response.httpVersion}`,
  ),
  /** Description: media type of the response. */
  RESPONSE_CONTENT_TYPE: single('RESPONSE_CONTENT_TYPE', 'phase', ({ response }) =>
    headerValue(response?.headers ?? [], 'content-type'),
  ),
  /** Description: bytes of the response body. */
  RESPONSE_CONTENT_LENGTH: single('RESPONSE_CONTENT_LENGTH', 'phase', ({ responseText }) =>
    String(responseText.length),
  ),
  /** Description: the response body, of the media types that are inspected. */
  RESPONSE_BODY: single('RESPONSE_BODY', 'phase', (state) => (state.phase < 4 ? null : state.responseText)),
  /** Description: 1 where the response body is longer than what is inspected. */
  OUTBOUND_DATA_ERROR: single('OUTBOUND_DATA_ERROR', 'phase', (state) =>
    state.responseText.length >= state.responseBodyLimitBytes ? '1' : '0',
  ),
} satisfies Readonly<Record<string, VariableReading>>;
