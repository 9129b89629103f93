import type { LineParser, ParsedRecord } from '../record.ts';
import { failure } from '../record.ts';
import { parseEventXml } from './event-xml.ts';
import { windows } from './windows.ts';

const EVENT_END = '</Event>';

/**
 * Windows events as XML, as the event viewer saves them (`<Events>` around all of them, on one line) and as
 * `wevtutil qe /f:xml` and PowerShell's `ToXml` print them (an event a line). An event over several lines is refused.
 */
export function openWindowsXml(): LineParser {
  return {
    parse: (line, context) => {
      const parts = withoutFrame(line).split(EVENT_END);
      const rest = (parts.pop() ?? '').trim();
      const records: ParsedRecord[] = [];
      for (const part of parts) {
        const object = parseEventXml(part);
        const result = object === null ? null : windows.parse(object, context);
        if (result?.kind === 'record') records.push(result);
      }
      const failures = parts.length - records.length + (rest === '' ? 0 : 1);
      const reason = failures === 0 ? null : 'no Windows event as XML on one line';
      if (records.length > 0) return { kind: 'records', records, failures, reason };
      return reason === null ? { kind: 'none' } : failure(reason);
    },
  };
}

/** The line without the declaration and the element that stand around all events. */
function withoutFrame(line: string): string {
  return line
    .replace(/^\ufeff?\s{0,16}(?:<\?xml[^>]{0,128}\?>)?\s{0,16}(?:<Events>)?/, '')
    .replace(/<\/Events>\s{0,16}$/, '');
}
