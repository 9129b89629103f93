import { isJsonObject, parseJson } from '../json-guard.ts';
import {
  failure,
  type JsonFormat,
  type JsonObject,
  type LineContext,
  type LineParser,
  type ParseResult,
} from '../record.ts';
import { accessJson } from './access-json.ts';
import { cloudtrail } from './cloudtrail.ts';
import { genericJson } from './generic-json.ts';
import { suricata } from './suricata.ts';
import { windows } from './windows.ts';
import { zeek } from './zeek.ts';

/** JSON formats in the order in which a record is offered to them; the last takes anything. */
export const JSON_FORMATS: readonly JsonFormat[] = [
  windows,
  cloudtrail,
  suricata,
  zeek,
  accessJson,
  genericJson,
];

/**
 * JSON lines. Each record is told by its own keys, so that one stream may mix formats; with `only`, every record is
 * read as that format.
 */
export function openJsonLines(only: JsonFormat | null): LineParser {
  let last: JsonFormat | null = only;
  return {
    inPlace: (context) => last?.inPlace?.(context) ?? null,
    parse: (line, context) => {
      const reading = parseJson(line);
      if (reading.kind === 'failure') return failure(reading.reason);
      if (Array.isArray(reading.value)) return parseList(reading.value, only, context);
      if (!isJsonObject(reading.value)) return failure('JSON, but no object');
      if (only !== null) return parseOnly(reading.value, only, context);
      last = recogniseJson(reading.value, context, last);
      return last.parse(reading.value, context);
    },
  };
}

/** The format of a JSON record: the one of the record before, where it fits, or else the first that does. */
export function recogniseJson(object: JsonObject, context: LineContext, last: JsonFormat | null): JsonFormat {
  if (last !== null && last !== genericJson && last !== accessJson && last.recognise(object, context))
    return last;
  return JSON_FORMATS.find((format) => format.recognise(object, context)) ?? genericJson;
}

function parseOnly(object: JsonObject, only: JsonFormat, context: LineContext): ParseResult {
  return only.recognise(object, context)
    ? only.parse(object, context)
    : failure(`a JSON object, but without the keys of "${only.name}"`);
}

/** A list of records in one line. */
function parseList(list: readonly unknown[], only: JsonFormat | null, context: LineContext): ParseResult {
  const results = list.map((item) => {
    const object = item as JsonObject;
    if (!isJsonObject(object)) return failure('a list, but a member is no object');
    return only === null
      ? recogniseJson(object, context, null).parse(object, context)
      : parseOnly(object, only, context);
  });
  const records = results.flatMap((result) =>
    result.kind === 'record' ? [result] : result.kind === 'records' ? result.records : [],
  );
  const failed = results.flatMap((result) => (result.kind === 'failure' ? [result.reason] : []));
  if (records.length === 0) return failure(failed.at(-1) ?? 'an empty list');
  return { kind: 'records', records, failures: failed.length, reason: failed.at(-1) ?? null };
}
