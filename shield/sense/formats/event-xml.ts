import type { JsonObject, JsonValue } from '../record.ts';

/** What stands for a character (XML 1.0 §4.6). */
const ENTITIES: { readonly [name: string]: string | undefined } = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
};

/**
 * An event in the XML of the Windows event schema, which Sysmon for Linux writes to syslog, in the form that nested
 * JSON events have: `Event.System`, `Event.EventData.Data` with `@Name` and `#text`. Null for other text. No parser
 * of XML: the schema has one form, and comments, entities of one's own and processing instructions are not read.
 */
export function parseEventXml(text: string): JsonObject | null {
  const system = /<System>(.*?)<\/System>/s.exec(text)?.[1];
  if (!/^\s*<Event[ >]/.test(text) || system === undefined) return null;
  const data = /<EventData>(.*?)<\/EventData>/s.exec(text)?.[1] ?? '';
  const list = [...data.matchAll(/<Data(?: Name="([^"]*)")?(?:\/>|>(.*?)<\/Data>)/gs)].map(
    ([, name, value = '']): JsonValue =>
      name === undefined ? plain(value) : { '@Name': plain(name), '#text': plain(value) },
  );
  return { Event: { System: systemOf(system), EventData: { Data: list } } };
}

function systemOf(text: string): JsonObject {
  const system: { [name: string]: JsonValue } = {};
  for (const [, name = '', attributes = '', value] of text.matchAll(
    /<(\w+)((?: [\w:]+="[^"]*")*)\/?>(?:([^<]*)<\/\1>)?/g,
  )) {
    const found = [...attributes.matchAll(/ ([\w:]+)="([^"]*)"/g)];
    system[name] =
      found.length === 0
        ? plain(value ?? '')
        : {
            '#text': plain(value ?? ''),
            '#attributes': Object.fromEntries(found.map(([, key = '', text = '']) => [key, plain(text)])),
          };
  }
  return system;
}

function plain(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
