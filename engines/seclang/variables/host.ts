import { headerValue } from '../transaction/request-facts.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

/** The version of the language, as rules compare it: libmodsecurity 3.0.9. */
const BUILD = '030000900';

/** What the reference engines know of themselves and of the server around them. */
export const HOST_VARIABLES = {
  /** Description: the version of the language as a number, for rules that need a newer one. */
  MODSEC_BUILD: single('MODSEC_BUILD', 'request', () => BUILD),
  /** Description: 1 where something could not be decided so far, such as a pattern that reached its limit of work. */
  MSC_PCRE_LIMITS_EXCEEDED: single('MSC_PCRE_LIMITS_EXCEEDED', 'rule', ({ failure }) =>
    failure === null ? '0' : '1',
  ),
  /** Description: as `MSC_PCRE_LIMITS_EXCEEDED`. */
  MSC_PCRE_ERROR: single('MSC_PCRE_ERROR', 'rule', ({ failure }) => (failure === null ? '0' : '1')),
  /** Description: the name that the client gives in `Authorization: Basic` (RFC 7617), whoever checks it. */
  REMOTE_USER: single('REMOTE_USER', 'request', ({ input }) =>
    basicUser(headerValue(input.head.headers, 'authorization')),
  ),
  /** Description: 0: collections are kept without files. */
  SDBM_DELETE_ERROR: single('SDBM_DELETE_ERROR', 'request', () => '0'),
  /** Description: protocol and status of the response. */
  STATUS_LINE: single('STATUS_LINE', 'phase', ({ response }) =>
    response === null ? null : `HTTP/${response.httpVersion} ${response.status}`,
  ),
  /** Description: the body of the request as it came, of any type, as far as it is inspected. */
  STREAM_INPUT_BODY: single('STREAM_INPUT_BODY', 'phase', ({ phase, bodyText }) =>
    phase === 1 || bodyText === '' ? null : bodyText,
  ),
  /** Description: the body of the response as it came, as far as it is inspected. */
  STREAM_OUTPUT_BODY: single('STREAM_OUTPUT_BODY', 'phase', ({ phase, responseText }) =>
    phase < 4 || responseText === '' ? null : responseText,
  ),
  /** Description: as `REMOTE_ADDR`. */
  USERAGENT_IP: single('USERAGENT_IP', 'request', ({ input }) => input.head.clientAddress),
} satisfies Readonly<Record<string, VariableReading>>;

function basicUser(authorization: string): string | null {
  const encoded = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('latin1');
  const colon = decoded.indexOf(':');
  return colon === -1 ? null : decoded.slice(0, colon);
}
