import type { FieldValue } from '../../model/index.ts';
import { safeName } from '../json-guard.ts';
import { failure, type LineContext, type LineParser, NO_RECORD, type ParseResult } from '../record.ts';
import { zeekPathOf, zeekRecord } from './zeek.ts';

/**
 * Zeek logs as tab-separated values (Zeek manual, "Zeek Log Formats"): `#separator`, `#set_separator`,
 * `#empty_field`, `#unset_field`, `#path`, `#fields` and `#types` say how to read what follows.
 */
export function openZeekTsv(): LineParser {
  const header = new ZeekHeader();
  return {
    parse: (line, context) => (line.startsWith('#') ? header.read(line) : header.record(line, context)),
  };
}

class ZeekHeader {
  #separator = '\t';
  #setSeparator = ',';
  #empty = '(empty)';
  #unset = '-';
  #path = '';
  #names: readonly string[] = [];
  #types: readonly string[] = [];

  read(line: string): ParseResult {
    if (line.startsWith('#separator ')) {
      this.#separator = unescapeHex(line.slice('#separator '.length)) || '\t';
      return NO_RECORD;
    }
    const [name = '', ...values] = line.split(this.#separator);
    const value = values[0] ?? '';
    if (name === '#set_separator') this.#setSeparator = value || ',';
    else if (name === '#empty_field') this.#empty = value;
    else if (name === '#unset_field') this.#unset = value;
    else if (name === '#path') this.#path = value;
    else if (name === '#fields') this.#names = values.map(safeName);
    else if (name === '#types') this.#types = values;
    else if (name !== '#open' && name !== '#close')
      return failure(`"${name.slice(0, 40)}" is no Zeek header`);
    return NO_RECORD;
  }

  record(line: string, context: LineContext): ParseResult {
    if (this.#names.length === 0) return failure('no #fields header has come before this line');
    const values = line.split(this.#separator);
    if (values.length !== this.#names.length)
      return failure(`${values.length} values where #fields names ${this.#names.length}`);
    const fields: { [name: string]: FieldValue } = {};
    for (let at = 0; at < values.length; at += 1) {
      const value = this.#value(values[at] ?? '', this.#types[at] ?? 'string');
      if (value !== null) fields[this.#names[at] ?? ''] = value;
    }
    return zeekRecord(this.#path || zeekPathOf(context.fileName), fields, context);
  }

  #value(text: string, type: string): FieldValue {
    if (text === this.#unset) return null;
    if (type.startsWith('set[') || type.startsWith('vector[')) {
      if (text === this.#empty) return [];
      const inner = type.slice(type.indexOf('[') + 1, -1);
      return text.split(this.#setSeparator).map((item) => this.#value(item, inner));
    }
    if (text === this.#empty) return '';
    if (NUMBER_TYPES.has(type)) return numberOr(text);
    if (type === 'bool') return text === 'T';
    return unescapeHex(text);
  }
}

const NUMBER_TYPES: ReadonlySet<string> = new Set(['count', 'int', 'double', 'port', 'interval', 'time']);

function numberOr(text: string): FieldValue {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) ? value : text;
}

/** Zeek writes what would break a line as `\xHH`. */
function unescapeHex(text: string): string {
  if (!text.includes('\\x')) return text;
  return text.replace(/\\x([0-9a-fA-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
