import { hasInvalidEscape } from '../body/urlencoded.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

const NONE: readonly Variable[] = [];

/** REQUEST_BODY is there for forms and where a rule asked for it, as the reference manual says. */
function bodyText(state: TransactionState): string | null {
  if (state.phase === 1 || state.bodyText === '') return null;
  return state.showsBody ? state.bodyText : null;
}

/** `REQUEST_BODY`, and what its reading brought to light. */
export const BODY_VARIABLES = {
  /**
   * Description: the body as it came, of forms and where `ctl:forceRequestBodyVariable=On` asked for it.
   */
  REQUEST_BODY: single('REQUEST_BODY', 'phase', bodyText),
  /** Description: bytes of the body. */
  REQUEST_BODY_LENGTH: single('REQUEST_BODY_LENGTH', 'phase', (state) => String(state.bodyBytes)),
  /** Description: bytes of `FULL_REQUEST`. */
  FULL_REQUEST_LENGTH: single('FULL_REQUEST_LENGTH', 'phase', (state) => String(fullRequest(state).length)),
  /** Description: request line, header fields and body as one text. */
  FULL_REQUEST: single('FULL_REQUEST', 'phase', fullRequest),
  /** Description: how the body is read: `URLENCODED`, `MULTIPART`, `JSON`, `XML`, or empty. */
  REQBODY_PROCESSOR: single('REQBODY_PROCESSOR', 'rule', (state) => state.bodyProcessor),
  /** Description: 1 where the body could not be read as what it says it is. */
  REQBODY_ERROR: single('REQBODY_ERROR', 'phase', ({ body }) => (body?.error == null ? '0' : '1')),
  /** Description: why it could not. */
  REQBODY_ERROR_MSG: single('REQBODY_ERROR_MSG', 'phase', ({ body }) => body?.error ?? ''),
  /** Description: as `REQBODY_ERROR`. */
  REQBODY_PROCESSOR_ERROR: single('REQBODY_PROCESSOR_ERROR', 'phase', ({ body }) =>
    body?.error == null ? '0' : '1',
  ),
  /** Description: as `REQBODY_ERROR_MSG`. */
  REQBODY_PROCESSOR_ERROR_MSG: single(
    'REQBODY_PROCESSOR_ERROR_MSG',
    'phase',
    ({ body }) => body?.error ?? '',
  ),
  /** Description: 1 where a `%` begins no escape, in the query or in a form. */
  URLENCODED_ERROR: single('URLENCODED_ERROR', 'phase', (state) => (hasFormError(state) ? '1' : '0')),
  /** Description: 1 where the body is longer than what is inspected. */
  INBOUND_DATA_ERROR: single('INBOUND_DATA_ERROR', 'phase', (state) => (state.isBodyCut ? '1' : '0')),
  /**
   * Description: text (`XML:/*`) and attributes (`XML://@*`) of an XML body; a member is named by the XPath
   * expression that selects it.
   */
  XML: {
    lifetime: 'phase',
    read: ({ body }) => {
      if (body?.xml === undefined) return NONE;
      const { text, attributes } = body.xml;
      return [
        createVariable('XML', '/*', text),
        ...attributes.map((value) => createVariable('XML', '//@*', value)),
      ];
    },
  },
} satisfies Readonly<Record<string, VariableReading>>;

function hasFormError({ facts, phase, bodyReadAs, bodyText }: TransactionState): boolean {
  return (
    hasInvalidEscape(facts.query) || (phase > 1 && bodyReadAs === 'URLENCODED' && hasInvalidEscape(bodyText))
  );
}

function fullRequest(state: TransactionState): string {
  const headers = state.input.head.headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  return `${state.facts.line}\n${headers}\n${state.phase === 1 ? '' : state.bodyText}`;
}
