import { execFileSync } from 'node:child_process';

/** Whether Debian's `evtxexport` (package libevtx-utils) can be run. */
export function hasEvtxexport(): boolean {
  try {
    return execFileSync('evtxexport', ['-V'], { encoding: 'utf8' }).startsWith('evtxexport');
  } catch {
    return false;
  }
}

/** The events of a file as `evtxexport` writes them in XML, one text each. */
export function exportEvents(path: string): readonly string[] {
  const text = execFileSync('evtxexport', ['-f', 'xml', path], { encoding: 'utf8', maxBuffer: 1e9 });
  return text
    .split(/^(?=<Event )/m)
    .slice(1)
    .map((event) => event.trimEnd());
}

/**
 * An event's XML with what the two write differently made the same: times to 100 ns and not to 1, hexadecimal numbers
 * without leading zeros, all five entities or three, `<a></a>` or `<a/>`, ends of lines.
 */
export function normaliseXml(event: string): string {
  return event
    .trimEnd()
    .replace(/(T\d\d:\d\d:\d\d\.\d{7})00Z/g, '$1Z')
    .replace(/([">])0x0*([0-9a-f]+)(?=["<])/g, '$10x$2')
    .replace(/&(quot|apos);/g, (_, name) => (name === 'quot' ? '"' : "'"))
    .replace(/><\/\w+>$/gm, '/>')
    .replace(/\r$/gm, '');
}
