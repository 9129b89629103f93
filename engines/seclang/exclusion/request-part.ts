import { SPELLED_LIMIT_BYTES } from './spelling.ts';

/** A part of a request that a rule can be told not to look at. */
export interface RequestPart {
  /** For example `ARGS`. */
  readonly collection: string;
  /** Name of the member; null where the collection has one value. */
  readonly key: string | null;
}

/** Collections that are parts of the request or of the response, and not what rules keep for themselves. */
const PARTS =
  /^(?:ARGS|ARGS_GET|ARGS_POST|ARGS_NAMES|ARGS_GET_NAMES|ARGS_POST_NAMES|FILES|FILES_NAMES|FILES_COMBINED_SIZE|ARGS_COMBINED_SIZE|MULTIPART_FILENAME|MULTIPART_NAME|MULTIPART_PART_HEADERS|QUERY_STRING|REQUEST_(?:BASENAME|BODY|BODY_LENGTH|COOKIES|COOKIES_NAMES|FILENAME|HEADERS|HEADERS_NAMES|LINE|METHOD|PROTOCOL|URI|URI_RAW)|PATH_INFO|RESPONSE_(?:BODY|HEADERS|HEADERS_NAMES|STATUS))$/;

/**
 * Takes the name of a matched variable apart. Null where it is no part of a request that can be taken away from a
 * rule: a variable of the rules themselves such as `TX:anomaly_score`, a count, or a name too long to be written.
 */
export function parseRequestPart(name: string): RequestPart | null {
  const colon = name.indexOf(':');
  const collection = colon === -1 ? name : name.slice(0, colon);
  const key = colon === -1 ? null : name.slice(colon + 1);
  if (!PARTS.test(collection) || (key !== null && key.length > SPELLED_LIMIT_BYTES)) return null;
  return { collection, key };
}
