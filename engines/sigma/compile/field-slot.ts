import type { SigmaValue } from '../api.ts';
import { asciiLower } from '../value/ascii-case.ts';

/** An event, wherever it stands, to read fields from. */
export interface FieldSource {
  /** Adds the values of the slot's field to it. */
  fill(slot: FieldSlot): void;
}

/** Gives the value of a field at the top of an event; undefined where it has none. */
export type TopField = (name: string) => SigmaValue | undefined;

/**
 * The values of one field of the event at hand, read from it at most once and lower-cased at most once. Reused from
 * event to event; holds nothing that outlives an evaluation.
 */
export class FieldSlot {
  /** Null: every value of the event, for keywords. */
  readonly name: string | null;
  /** Number of the slot in its view; -1 outside of one. */
  readonly index: number;
  readonly texts: string[] = [];
  /** The field is there, whatever its value. */
  present = false;
  /** The field is missing, null, an empty list, or has null among its values. */
  nullish = true;
  readonly #lowers: string[] = [];
  readonly #dots: boolean;
  #epoch = -1;

  constructor(name: string | null, index = -1) {
    this.name = name;
    this.index = index;
    this.#dots = name?.includes('.') === true;
  }

  /** Reads the field unless this was done for the same event; `epoch` is a number that each event has of its own. */
  load(source: FieldSource, epoch: number): void {
    if (this.#epoch === epoch) return;
    this.#epoch = epoch;
    this.texts.length = 0;
    this.#lowers.length = 0;
    this.present = false;
    this.nullish = false;
    source.fill(this);
    if (!this.present || (this.texts.length === 0 && !this.nullish)) this.nullish = true;
  }

  /** The text at `index` with A to Z lower-cased. */
  lower(index: number): string {
    const known = this.#lowers[index];
    if (known !== undefined) return known;
    for (let next = this.#lowers.length; next <= index; next += 1) {
      this.#lowers.push(asciiLower(this.texts[next] ?? ''));
    }
    return this.#lowers[index] ?? '';
  }

  /** Adds the values of the slot's field, which may stand within others. */
  addField(name: string, top: TopField): void {
    const value = top(name);
    if (value !== undefined) this.#addValue(value, 0);
    else if (this.#dots) this.#addInner(name, top, 0);
  }

  /** Adds every value of an event. */
  addAll(fields: SigmaValue): void {
    this.#addLeaves(fields, 0);
  }

  /** Adds a value, or the members of a list. */
  add(value: SigmaValue): void {
    this.#addValue(value, 0);
  }

  /** Adds one text. */
  addText(text: string): void {
    this.present = true;
    this.texts.push(text);
  }

  /** Adds null. */
  addNull(): void {
    this.present = true;
    this.nullish = true;
  }

  /** Follows a dotted name into nested objects and lists; true when something was found. */
  #addPath(value: SigmaValue, name: string, depth: number): boolean {
    if (value === null || typeof value !== 'object' || depth > DEPTH_LIMIT) return false;
    if (isList(value)) {
      let found = false;
      for (const item of value) found = this.#addPath(item, name, depth + 1) || found;
      return found;
    }
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    if (own !== undefined) {
      this.#addValue(own, depth);
      return true;
    }
    return this.#addInner(name, (head) => (Object.hasOwn(value, head) ? value[head] : undefined), depth);
  }

  #addInner(name: string, at: TopField, depth: number): boolean {
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
      const inner = at(name.slice(0, dot));
      if (inner !== undefined && this.#addPath(inner, name.slice(dot + 1), depth + 1)) return true;
    }
    return false;
  }

  #addValue(value: SigmaValue, depth: number): void {
    this.present = true;
    if (typeof value === 'string') this.texts.push(value);
    else if (value === null) this.nullish = true;
    else if (typeof value !== 'object') this.texts.push(String(value));
    else if (!isList(value)) this.texts.push(jsonText(value));
    else if (depth <= DEPTH_LIMIT) for (const item of value) this.#addValue(item, depth + 1);
  }

  #addLeaves(value: SigmaValue, depth: number): void {
    if (value === null || typeof value !== 'object') this.#addValue(value, depth);
    else if (depth <= DEPTH_LIMIT) {
      for (const item of Object.values(value)) this.#addLeaves(item, depth + 1);
    }
  }
}

/** Values are looked for this deep in nested objects and lists; deeper ones are an attack on the stack. */
const DEPTH_LIMIT = 64;

function isList(value: SigmaValue): value is readonly SigmaValue[] {
  return Array.isArray(value);
}

/** Nothing when the value is nested too deep to be written. */
function jsonText(value: SigmaValue): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '';
  }
}
