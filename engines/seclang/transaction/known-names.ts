import { bytesOf, textOf } from '../transformations/bytes.ts';
import { copyVariable, createLastingAnalysis, createVariable, type Variable } from './variable.ts';

/** A name of an argument, or of a container of JSON around others. */
export interface ArgumentName {
  /** The container that it stands in; null for roots. */
  readonly around: ArgumentName | null;
  /** Its own part as a request writes it; empty for elements of arrays. */
  readonly written: string;
  /** Its number in an array; -1 for properties, fields of forms and roots. */
  readonly index: number;
  /** Of all its parts. */
  readonly hash: number;
  /** Whether names within it may be found again, as it is itself. */
  readonly isKept: boolean;
  /** The whole name, as a member of `ARGS_NAMES`. */
  readonly variable: Variable;
  /** Number of the list that it was last taken into. */
  list: number;
  /** Names that came first within it, and behind it, the last time: the first to be tried. Only kept ones. */
  first: ArgumentName | null;
  next: ArgumentName | null;
}

/** Names that may stand in the same place, and places; a power of two. */
const WAYS = 4;
const PLACES = 1024;

/** Longer names are not kept; elements of arrays neither where they stand further behind. */
const KEPT_LENGTH = 256;
const KEPT_ELEMENTS = 256;

/** FNV-1a with 32 bits: the hash of nothing, and the factor. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
/** What elements of arrays are told apart from properties by. */
const ELEMENT = 0x5bd1e995;

/**
 * Names of arguments that come again and again, found by the bytes that a request writes, so that they are neither
 * made nor looked at anew. What is found follows from the bytes alone: it changes what a request costs and nothing
 * else. Each name has four places where it may stand and drives out what stands there for longest, so that neither
 * memory nor the cost of a name grows with what attackers send.
 * A class, because it owns the names.
 */
export class KnownNames {
  /** What names of forms stand in, and those of JSON. */
  readonly form = createRoot('');
  readonly json = createRoot('json');
  readonly #names: (ArgumentName | undefined)[] = new Array(PLACES * WAYS);
  #list = 0;

  /** Begins a list of names, which is then made in one go. */
  beginList(): void {
    this.#list += 1;
  }

  /**
   * The name as a member of `ARGS_NAMES` for the list: another object each time it comes. What is found out about it is
   * kept from its second list on, as most names that are not met again are met once.
   */
  take(name: ArgumentName): Variable {
    const { variable, isKept } = name;
    const isKnown = variable.analysis !== null && variable.analysis.text !== null;
    if (isKept && name.list !== 0 && !isKnown) variable.analysis = createLastingAnalysis(variable.value);
    if (name.list !== this.#list) {
      name.list = this.#list;
      return variable;
    }
    return copyVariable(variable, variable.collection);
  }

  /** The name of a field of a form, or of a cookie, not encoded. */
  field(text: string): ArgumentName {
    const hash = hashOf(text, this.form.hash);
    const place = placeOf(hash);
    for (let at = place; at < place + WAYS; at += 1) {
      const name = this.#names[at];
      if (name?.hash === hash && name.around === this.form && name.written === text) return name;
    }
    return this.addField(text.length > KEPT_LENGTH ? text : copyText(text));
  }

  /** Notes a name of a field that was not found; the text is one of its own. */
  addField(text: string): ArgumentName {
    return this.add(this.form, text, text);
  }

  /** The name that is written from `start` to `end`; null where it is not known. */
  find(around: ArgumentName, bytes: Uint8Array, start: number, end: number): ArgumentName | null {
    let { hash } = around;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), PRIME);
    const place = placeOf(hash);
    for (let at = place; at < place + WAYS; at += 1) {
      const name = this.#names[at];
      if (name === undefined || name.hash !== hash || name.around !== around || name.index !== -1) continue;
      if (name.written.length === end - start && isWritten(name, bytes, start)) return name;
    }
    return null;
  }

  /** Notes a name that was not found: `written` is its own part as it stands there, `text` the whole name. */
  add(around: ArgumentName, written: string, text: string): ArgumentName {
    const hash = hashOf(written, around.hash);
    const isKept = around.isKept && written.length <= KEPT_LENGTH && text.length <= KEPT_LENGTH;
    return this.#keep(createName(text, { around, written, index: -1, hash, isKept }));
  }

  /** The name of an element of an array. */
  element(around: ArgumentName, index: number): ArgumentName {
    const hash = Math.imul(around.hash ^ (index + ELEMENT), PRIME);
    if (around.isKept && index < KEPT_ELEMENTS) {
      const place = placeOf(hash);
      for (let at = place; at < place + WAYS; at += 1) {
        const name = this.#names[at];
        if (name?.hash === hash && name.around === around && name.index === index) return name;
      }
    }
    const text = `${around.variable.value}.array_${index}`;
    const isKept = around.isKept && index < KEPT_ELEMENTS && text.length <= KEPT_LENGTH;
    return this.#keep(createName(text, { around, written: '', index, hash, isKept }));
  }

  #keep(name: ArgumentName): ArgumentName {
    if (!name.isKept) return name;
    const place = placeOf(name.hash);
    const oldest = this.#names[place + WAYS - 1];
    if (oldest !== undefined) {
      // What is kept may still lead to it, but to nothing behind it.
      oldest.first = null;
      oldest.next = null;
    }
    for (let at = place + WAYS - 1; at > place; at -= 1) this.#names[at] = this.#names[at - 1];
    this.#names[place] = name;
    return name;
  }
}

/** Whether the name's own part is written at `start`. */
export function isWritten({ written }: ArgumentName, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < written.length; at += 1) {
    if (written.charCodeAt(at) !== bytes[start + at]) return false;
  }
  return true;
}

type NameParts = Pick<ArgumentName, 'around' | 'written' | 'index' | 'hash' | 'isKept'>;

function createName(text: string, { around, written, index, hash, isKept }: NameParts): ArgumentName {
  const variable = createVariable('ARGS_NAMES', text, text);
  return { around, written, index, hash, isKept, variable, list: 0, first: null, next: null };
}

/** A name around others that no request writes. */
function createRoot(text: string): ArgumentName {
  return createName(text, { around: null, written: '', index: -1, hash: SEED, isKept: true });
}

/** Of a text behind what `before` is the hash of. */
function hashOf(text: string, before: number): number {
  let hash = before;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME);
  return hash;
}

/** Texts of requests are often parts of longer ones, which must not be kept with them. */
function copyText(text: string): string {
  return textOf(bytesOf(text), text.length);
}

/** The first of the places where a name with that hash may stand; the last bits of the hash alone are not enough. */
function placeOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) & (PLACES - 1)) * WAYS;
}
