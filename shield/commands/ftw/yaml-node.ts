import { isAlias, isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { ByteText } from './test-case.ts';

/** Places of one document, and what was found wrong in it. */
export interface YamlPlaces {
  readonly file: string;
  readonly lines: LineCounter;
  /** `file:line: message`; owned by whoever parses the test that they are of. */
  problems: string[];
}

/** One mapping whose keys are known; what is not known, or is of another shape, becomes a problem with its line. */
export class YamlFields {
  readonly #fields = new Map<string, unknown>();
  readonly #places: YamlPlaces;
  readonly #what: string;
  readonly #node: unknown;

  /** `keys`: all that may stand in it. */
  constructor(node: unknown, what: string, options: { places: YamlPlaces; keys: readonly string[] }) {
    this.#places = options.places;
    this.#what = what;
    this.#node = node;
    // A mapping that is written and left empty has no keys.
    if (isEmpty(node)) return;
    if (!isMap(node)) {
      report(options.places, node, `${what} is no mapping`);
      return;
    }
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (options.keys.includes(name)) this.#fields.set(name, value);
      else report(options.places, key, `unknown key "${name}" in ${what}`);
    }
  }

  /** Notes what is wrong with it as a whole. */
  problem(message: string): void {
    report(this.#places, this.#node, message);
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  node(name: string): unknown {
    return this.#fields.get(name);
  }

  /** Bytes of a scalar, UTF-8 (or what `!!binary` says); null where it is absent. */
  bytes(name: string): ByteText | null {
    const node = this.#fields.get(name);
    if (node === undefined) return null;
    const bytes = scalarBytes(node);
    if (bytes === null) report(this.#places, node, `${name} of ${this.#what} is no text`);
    return bytes;
  }

  /** A scalar as it is written; null where it is absent. */
  text(name: string): string | null {
    const bytes = this.bytes(name);
    return bytes === null ? null : Buffer.from(bytes, 'latin1').toString('utf8');
  }

  flag(name: string): boolean | null {
    const text = this.text(name);
    if (text === null) return null;
    if (/^(?:true|yes|on)$/i.test(text)) return true;
    if (!/^(?:false|no|off)$/i.test(text))
      report(this.#places, this.#fields.get(name), `${name} of ${this.#what} is neither true nor false`);
    return false;
  }

  /** One whole number or a list of them; empty where it is absent. */
  numbers(name: string): readonly number[] {
    return this.items(name).flatMap((node) => {
      const text = scalarBytes(node) ?? '';
      if (/^\d{1,9}$/.test(text)) return [Number(text)];
      report(this.#places, node, `${name} of ${this.#what} is no whole number`);
      return [];
    });
  }

  /** The nodes of a list; a single value is a list of one. */
  items(name: string): readonly unknown[] {
    const node = this.#fields.get(name);
    if (node === undefined || isEmpty(node)) return [];
    return isSeq(node) ? node.items : [node];
  }

  /** Names and values of a mapping in their order, or of a list of `{ name, value }`. */
  pairs(name: string): readonly (readonly [ByteText, ByteText])[] {
    const node = this.#fields.get(name);
    if (node === undefined || isEmpty(node)) return [];
    if (isSeq(node)) return node.items.map((item) => this.#tuple(item, name));
    if (!isMap(node)) {
      report(this.#places, node, `${name} of ${this.#what} is no mapping`);
      return [];
    }
    return node.items.map(({ key, value }) => [scalarBytes(key) ?? '', this.#value(value, name)] as const);
  }

  #tuple(item: unknown, name: string): readonly [ByteText, ByteText] {
    // Schema 2.4 writes the names of both keys with a capital.
    const fields = new YamlFields(item, `${name} of ${this.#what}`, {
      places: this.#places,
      keys: ['name', 'value', 'Name', 'Value'],
    });
    return [
      fields.bytes('name') ?? fields.bytes('Name') ?? '',
      fields.bytes('value') ?? fields.bytes('Value') ?? '',
    ];
  }

  #value(node: unknown, name: string): ByteText {
    const bytes = scalarBytes(node);
    if (bytes === null) report(this.#places, node, `a value in ${name} of ${this.#what} is no text`);
    return bytes ?? '';
  }
}

/** Notes what is wrong at a node, with its line. */
export function report(places: YamlPlaces, node: unknown, message: string): void {
  const offset = (node as Node | null | undefined)?.range?.[0];
  const line = offset === undefined ? 1 : places.lines.linePos(offset).line;
  places.problems.push(`${places.file}:${line}: ${message}`);
}

/** Bytes of a scalar; an empty value is the empty text; null for anything that is no scalar. */
export function scalarBytes(node: unknown): ByteText | null {
  if (node === null || node === undefined) return '';
  if (!isScalar(node) || isAlias(node)) return null;
  const text = node.value === null ? '' : String(node.value);
  if (node.tag === 'tag:yaml.org,2002:binary') return Buffer.from(text, 'base64').toString('latin1');
  return Buffer.from(text, 'utf8').toString('latin1');
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && (node.value === null || node.value === ''));
}
