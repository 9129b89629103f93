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
  const system = between(text, '<System>', '</System>');
  if (!/^\s{0,16}<Event[ >]/.test(text) || system === null) return null;
  const data = between(text, '<EventData>', '</EventData>') ?? '';
  return {
    Event: { System: systemOf(system.slice(0, SYSTEM_CHARACTERS)), EventData: { Data: dataOf(data) } },
  };
}

/** The system part has a dozen short elements. */
const SYSTEM_CHARACTERS = 8192;

function between(text: string, open: string, close: string): string | null {
  const start = text.indexOf(open);
  const end = start === -1 ? -1 : text.indexOf(close, start + open.length);
  return end === -1 ? null : text.slice(start + open.length, end);
}

/** `<Data Name="…">…</Data>`, in one pass: what is damaged ends the list. */
function dataOf(text: string): readonly JsonValue[] {
  const list: JsonValue[] = [];
  let at = text.indexOf('<Data');
  while (at !== -1) {
    const headEnd = text.indexOf('>', at);
    if (headEnd === -1) break;
    const isEmpty = text.charCodeAt(headEnd - 1) === SLASH;
    const end = isEmpty ? headEnd : text.indexOf('</Data>', headEnd);
    if (end === -1) break;
    const name = /^<Data Name="([^"]*)"/.exec(text.slice(at, headEnd))?.[1];
    const value = plain(text.slice(headEnd + 1, isEmpty ? headEnd + 1 : end));
    list.push(name === undefined ? value : { '@Name': plain(name), '#text': value });
    at = text.indexOf('<Data', end);
  }
  return list;
}

const SLASH = 47;

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
