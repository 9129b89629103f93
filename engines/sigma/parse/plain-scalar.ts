import type { YamlNode } from './yaml-node.ts';

/** Thrown at what is not in the part of YAML that `readPlainYaml` reads; caught there. */
export const BEYOND = new Error('beyond plain YAML');

const SINGLE_QUOTED = /'((?:[^'\n]|'')*)'/y;
const DOUBLE_QUOTED = /"((?:[^"\\\n]|\\[\\"])*)"/y;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;
const NULL = /^(?:null|Null|NULL|~)$/;
const ODD_KEY = /^(?:true|false|null|~|<<)$/i;
const DECIMAL = /^-?[1-9]\d{0,14}$|^0$/;
const MAYBE_NUMBER = /^[-+.\dI]/;
const SPECIAL_NUMBER = /^[-+]?\.(?:inf|nan)$/i;

/** A node, and the offset behind it. */
export interface Read {
  readonly node: YamlNode;
  readonly end: number;
}

/** A text in quotes, on one line; of escapes only those of the quote and of the backslash. */
export function readQuoted(text: string, at: number): Read {
  const isSingle = text[at] === "'";
  const expression = isSingle ? SINGLE_QUOTED : DOUBLE_QUOTED;
  const written = take(expression, text, at);
  const value = isSingle ? written.replaceAll("''", "'") : written.replace(/\\(.)/g, '$1');
  return { node: { kind: 'text', value, at }, end: expression.lastIndex };
}

/** What a plain value is by the core schema (YAML 1.2.2, 10.3.2). */
export function plainNode(value: string, at: number): YamlNode {
  if (DECIMAL.test(value)) return { kind: 'number', value: Number(value), source: value, at };
  if (isNumeric(value)) throw BEYOND;
  if (TRUE.test(value)) return { kind: 'boolean', value: true, at };
  if (FALSE.test(value)) return { kind: 'boolean', value: false, at };
  return NULL.test(value) ? { kind: 'null', at } : { kind: 'text', value, at };
}

/** Whether a plain key may be read as another text than it is written. */
export function isOddKey(key: string): boolean {
  return ODD_KEY.test(key) || isNumeric(key);
}

/** Whether the library may take it for a number. */
function isNumeric(value: string): boolean {
  return MAYBE_NUMBER.test(value) && (!Number.isNaN(Number(value)) || SPECIAL_NUMBER.test(value));
}

/** The part in brackets of what the expression finds at this place. */
export function take(expression: RegExp, text: string, at: number): string {
  expression.lastIndex = at;
  const found = expression.exec(text);
  if (found === null) throw BEYOND;
  return found[1] ?? '';
}
