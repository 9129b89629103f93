import type { SigmaEvent, SigmaLogSource, SigmaValue } from '../api.ts';
import type { SeenLogSource } from './coverage-data.ts';

/** Names kept of one log source; more than any product has, and less than an attacker can send. */
const NAME_LIMIT = 4096;

/** Log sources kept: their names may come from data. */
const SOURCE_LIMIT = 1024;

/** Values are looked into this deep. */
const DEPTH_LIMIT = 64;

interface Tally {
  readonly logsource: SigmaLogSource;
  events: number;
  more: boolean;
  readonly names: Set<string>;
  /** Lists of names of events that held nothing nested: another one with the same adds nothing. */
  readonly shapes: Set<string>;
}

/** Owns what was seen of log sources and of the names of their fields, for `coverage`. Grows no further than its limits. */
export class FieldTally {
  readonly #tallies = new Map<string, Tally>();
  /** Log sources over the limit were not kept: then nothing can be said to be missing. */
  #overflow = false;

  /** Counts an event as rules see it, after the mappings. */
  add(event: SigmaEvent): void {
    this.#count(event.logsource, event.fields);
    for (const source of event.furtherLogsources ?? []) this.#count(source, event.fields);
  }

  /** Takes in what another tally saw. */
  merge(seen: readonly SeenLogSource[]): void {
    for (const { logsource, events, fields, more } of seen) {
      const tally = this.#tallyOf(logsource);
      if (tally === null) continue;
      tally.events += events;
      tally.more ||= more;
      for (const name of fields) addName(tally, name);
    }
  }

  /** What was seen, the log source with the most events first. */
  seen(): readonly SeenLogSource[] {
    return [...this.#tallies.values()]
      .map(({ logsource, events, more, names }) => ({
        logsource,
        events,
        fields: [...names].sort(),
        more: more || this.#overflow,
      }))
      .sort((a, b) => b.events - a.events);
  }

  #count(source: SigmaLogSource, fields: SigmaEvent['fields']): void {
    const tally = this.#tallyOf(source);
    if (tally === null) return;
    tally.events += 1;
    const shape = isFlat(fields) ? Object.keys(fields).join('\t') : null;
    if (shape !== null && tally.shapes.has(shape)) return;
    addNames(tally, fields, '', 0);
    if (shape !== null && tally.shapes.size < NAME_LIMIT) tally.shapes.add(shape);
  }

  #tallyOf(logsource: SigmaLogSource): Tally | null {
    const key = `${logsource.product ?? ''}\t${logsource.category ?? ''}\t${logsource.service ?? ''}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    if (this.#tallies.size >= SOURCE_LIMIT) {
      this.#overflow = true;
      return null;
    }
    const tally: Tally = { logsource, events: 0, more: false, names: new Set(), shapes: new Set() };
    this.#tallies.set(key, tally);
    return tally;
  }
}

function isFlat(fields: SigmaEvent['fields']): boolean {
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === 'object' && value !== null) return false;
  }
  return true;
}

/** Adds the names of all members, those of nested ones after a dot; lists have none of their own. */
function addNames(tally: Tally, value: SigmaValue, path: string, depth: number): void {
  if (value === null || typeof value !== 'object') return;
  if (depth > DEPTH_LIMIT) tally.more = true;
  else if (isList(value)) for (const item of value) addNames(tally, item, path, depth + 1);
  else
    for (const [name, inner] of Object.entries(value)) {
      const full = path === '' ? name : `${path}.${name}`;
      addName(tally, full);
      addNames(tally, inner, full, depth + 1);
    }
}

function addName(tally: Tally, name: string): void {
  if (tally.names.size < NAME_LIMIT) tally.names.add(name);
  else if (!tally.names.has(name)) tally.more = true;
}

function isList(value: SigmaValue): value is readonly SigmaValue[] {
  return Array.isArray(value);
}
