import type { HeadFault } from './head-check.ts';

/** How Node's parser (llhttp, strict) names a fault, and the words that tell faults of one name apart. */
interface ParserFault extends HeadFault {
  readonly parserCode: string;
  readonly reason?: RegExp;
}

const BAD = 400;

/** First that fits wins. Parser codes and reasons are those of llhttp 9 in Node 24. */
const PARSER_FAULTS: readonly ParserFault[] = [
  { parserCode: 'HPE_HEADER_OVERFLOW', code: 'head-too-large', status: 431 },
  { parserCode: 'HPE_CHUNK_EXTENSIONS_OVERFLOW', code: 'bad-chunk', status: 413 },
  { parserCode: 'ERR_HTTP_REQUEST_TIMEOUT', code: 'slow-head', status: 408 },
  {
    parserCode: 'HPE_INVALID_TRANSFER_ENCODING',
    reason: /Content-Length/,
    code: 'conflicting-length',
    status: BAD,
  },
  { parserCode: 'HPE_INVALID_TRANSFER_ENCODING', code: 'bad-transfer-coding', status: BAD },
  {
    parserCode: 'HPE_INVALID_CONTENT_LENGTH',
    reason: /Transfer-Encoding/,
    code: 'conflicting-length',
    status: BAD,
  },
  { parserCode: 'HPE_INVALID_CONTENT_LENGTH', code: 'bad-content-length', status: BAD },
  { parserCode: 'HPE_UNEXPECTED_CONTENT_LENGTH', code: 'conflicting-length', status: BAD },
  {
    parserCode: 'HPE_INVALID_HEADER_TOKEN',
    reason: /whitespace after header value/i,
    code: 'obsolete-folding',
    status: BAD,
  },
  { parserCode: 'HPE_UNEXPECTED_SPACE', code: 'obsolete-folding', status: BAD },
  { parserCode: 'HPE_INVALID_HEADER_TOKEN', code: 'bad-header', status: BAD },
  { parserCode: 'HPE_INVALID_CHUNK_SIZE', code: 'bad-chunk', status: BAD },
  { parserCode: 'HPE_STRICT', reason: /chunk/i, code: 'bad-chunk', status: BAD },
  { parserCode: 'HPE_CR_EXPECTED', reason: /chunk/i, code: 'bad-chunk', status: BAD },
  { parserCode: 'HPE_LF_EXPECTED', reason: /chunk/i, code: 'bad-chunk', status: BAD },
  { parserCode: 'HPE_CR_EXPECTED', code: 'bare-line-feed', status: BAD },
  { parserCode: 'HPE_LF_EXPECTED', code: 'bare-carriage-return', status: BAD },
  { parserCode: 'HPE_INVALID_VERSION', reason: /CRLF/, code: 'bare-line-feed', status: BAD },
  { parserCode: 'HPE_INVALID_VERSION', code: 'bad-version', status: BAD },
  { parserCode: 'HPE_PAUSED_H2_UPGRADE', code: 'bad-version', status: BAD },
  { parserCode: 'HPE_INVALID_URL', code: 'bad-target', status: BAD },
  { parserCode: 'HPE_INVALID_METHOD', code: 'bad-method', status: BAD },
  { parserCode: 'HPE_INVALID_CONSTANT', code: 'bad-request-line', status: BAD },
  { parserCode: 'HPE_CLOSED_CONNECTION', code: 'data-after-close', status: BAD },
];

/** Code and status of the refusal for a parser's error; `malformed` for one that the table does not name. */
export function faultOfParserError(parserCode: string, reason: string): HeadFault {
  for (const fault of PARSER_FAULTS) {
    if (fault.parserCode !== parserCode) continue;
    if (fault.reason === undefined || fault.reason.test(reason)) return fault;
  }
  return { code: 'malformed', status: BAD };
}
