import type { FieldValue } from '../../model/index.ts';
import { addressActor } from '../address.ts';
import { safeName } from '../json-guard.ts';
import {
  failure,
  type LineContext,
  type LineParser,
  type ParsedRecord,
  type ParseFailure,
} from '../record.ts';
import { parseIsoTime } from '../time/index.ts';

/**
 * Lines of `name=value` and `name="value"` that begin with a date, as FortiGate writes them:
 * `date=2026-11-23 time=10:20:30 devid="…" type="traffic" …`. The mappings tell the log source by the names.
 */
export function openKeyValue(): LineParser {
  return { parse: parseKeyValue };
}

/** A line of pairs; see {@link openKeyValue}. */
export function parseKeyValue(line: string, context: LineContext): ParsedRecord | ParseFailure {
  const start = /^(?:<\d{1,3}>)?(?=date=\d{4}-\d\d-\d\d,? ?time=)/.exec(line);
  if (start === null) return failure('no date= and time= at the start');
  const fields: { [name: string]: FieldValue } = {};
  for (const [, name = '', quoted, bare] of line.matchAll(
    /([A-Za-z_][\w.-]{0,63})=(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))/g,
  ))
    fields[safeName(name)] = quoted?.replace(/\\(["\\])/g, '$1') ?? bare ?? '';
  const { date, time, srcip, devname } = fields;
  return {
    kind: 'record',
    format: 'key-value',
    timeMs: parseIsoTime(`${String(date)} ${String(time)}`, context.zoneOffsetMinutes),
    logsource: {},
    host: typeof devname === 'string' ? devname : null,
    actor: addressActor(typeof srcip === 'string' ? srcip : null),
    fields,
  };
}
