import { hasInvalidEscape } from '../body/urlencoded.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable } from '../transaction/variable.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

/** REQUEST_BODY is there for forms and where a rule asked for it, as the reference manual says. */
function bodyText(state: TransactionState): string | null {
  if (state.phase === 1 || state.bodyText === '') return null;
  return state.bodyProcessor === 'URLENCODED' || state.forceRequestBody ? state.bodyText : null;
}

/** `REQUEST_BODY`, and what its reading brought to light. */
export const BODY_VARIABLES = {
  REQUEST_BODY: single('REQUEST_BODY', 'phase', bodyText),
  REQUEST_BODY_LENGTH: single('REQUEST_BODY_LENGTH', 'phase', (state) => String(state.bodyBytes)),
  FULL_REQUEST_LENGTH: single('FULL_REQUEST_LENGTH', 'phase', (state) => String(fullRequest(state).length)),
  FULL_REQUEST: single('FULL_REQUEST', 'phase', fullRequest),
  REQBODY_PROCESSOR: single('REQBODY_PROCESSOR', 'rule', (state) => state.bodyProcessor),
  REQBODY_ERROR: single('REQBODY_ERROR', 'phase', ({ body }) => (body?.error == null ? '0' : '1')),
  REQBODY_ERROR_MSG: single('REQBODY_ERROR_MSG', 'phase', ({ body }) => body?.error ?? ''),
  REQBODY_PROCESSOR_ERROR: single('REQBODY_PROCESSOR_ERROR', 'phase', ({ body }) =>
    body?.error == null ? '0' : '1',
  ),
  REQBODY_PROCESSOR_ERROR_MSG: single(
    'REQBODY_PROCESSOR_ERROR_MSG',
    'phase',
    ({ body }) => body?.error ?? '',
  ),
  /** A `%` that begins no escape, in the query or in a form. */
  URLENCODED_ERROR: single('URLENCODED_ERROR', 'phase', (state) => (hasFormError(state) ? '1' : '0')),
  INBOUND_DATA_ERROR: single('INBOUND_DATA_ERROR', 'phase', (state) =>
    state.bodyBytes > state.requestBodyLimitBytes ? '1' : '0',
  ),
  /** Members are named by the XPath expression that selects them. */
  XML: {
    lifetime: 'phase',
    read: ({ body }) => {
      if (body?.xml === undefined) return [];
      const { text, attributes } = body.xml;
      return [
        createVariable('XML', '/*', text),
        ...attributes.map((value) => createVariable('XML', '//@*', value)),
      ];
    },
  },
} satisfies Readonly<Record<string, VariableDefinition>>;

function hasFormError({ facts, phase, bodyProcessor, bodyText }: TransactionState): boolean {
  return (
    hasInvalidEscape(facts.query) ||
    (phase > 1 && bodyProcessor === 'URLENCODED' && hasInvalidEscape(bodyText))
  );
}

function fullRequest(state: TransactionState): string {
  const headers = state.input.head.headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  return `${state.facts.line}\n${headers}\n${state.phase === 1 ? '' : state.bodyText}`;
}
