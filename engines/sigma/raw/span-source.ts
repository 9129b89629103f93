import type { SigmaEvent, SigmaLogSource, SigmaValue } from '../api.ts';
import type { FieldSlot, FieldSource } from '../compile/field-slot.ts';
import { addFields } from '../mapping/add-fields.ts';
import { applyMapping } from '../mapping/apply.ts';
import type { FieldTable, Mappings } from '../mapping/mapping.ts';
import { KIND, PLAN, SPAN } from './layout.ts';
import type { ScanMemory } from './scan-memory.ts';

/** How records of one route get the fields that no value of their own stands for. */
export interface RouteFields {
  /** By slot: whether tables may add the field, or it may stand within another. */
  readonly isMapped: readonly boolean[];
  /** By slot: fields of which the first that is there stands for one that is not; null where there is more to it. */
  readonly aliases: readonly (readonly number[] | null)[];
  /** What adds fields, in order. */
  readonly tables: readonly FieldTable[];
  /** Where records come from, as far as it is known before mappings. */
  readonly logsource: SigmaLogSource;
  /** Fields that tables read or may add. */
  readonly inputs: ReadonlySet<number>;
}

/** What a source knows of fields. */
export interface SpanFields {
  readonly mappings: Mappings;
  readonly numberOf: ReadonlyMap<string, number>;
  /** By number, from 1 on. */
  readonly names: readonly string[];
  /** By slot: the number of its field. */
  readonly slotFields: readonly number[];
}

/** The line at hand as slots read it: texts are made of the bytes of those fields that are asked for. */
export class SpanSource implements FieldSource {
  readonly #memory: ScanMemory;
  readonly #fields: SpanFields;
  #route: RouteFields = { isMapped: [], aliases: [], tables: [], logsource: {}, inputs: new Set() };
  #mapped: SigmaEvent['fields'] | null = null;
  #event: SigmaEvent | null = null;

  constructor(memory: ScanMemory, fields: SpanFields) {
    this.#memory = memory;
    this.#fields = fields;
  }

  /** Begins with the line at hand. */
  begin(route: RouteFields): void {
    this.#route = route;
    this.#mapped = null;
    this.#event = null;
  }

  fill(slot: FieldSlot): void {
    const { name, index } = slot;
    if (name === null) {
      slot.addAll(this.event().fields);
      return;
    }
    const span = this.#memory.spanOf(this.#fields.slotFields[index] ?? 0);
    if (span !== 0) this.#addSpan(slot, span);
    else if (this.#route.isMapped[index] === true) this.#addMapped(slot, name);
  }

  #addMapped(slot: FieldSlot, name: string): void {
    const aliases = this.#route.aliases[slot.index] ?? null;
    if (aliases === null) {
      slot.addField(name, (top) => this.#top(top));
      return;
    }
    for (const field of aliases) {
      const span = this.#memory.spanOf(field);
      if (span === 0) continue;
      this.#addSpan(slot, span);
      return;
    }
  }

  /** The whole event, with what mappings add. */
  event(): SigmaEvent {
    this.#event ??= this.#parse();
    return this.#event;
  }

  #parse(): SigmaEvent {
    const { bytes } = this.#memory;
    const text = bytes.toString('utf8', this.#memory.read(PLAN.lineStart), this.#memory.read(PLAN.lineEnd));
    const { mappings } = this.#fields;
    const { logsource } = this.#route;
    return applyMapping(mappings, { ...logsource, fields: JSON.parse(text) as SigmaEvent['fields'] });
  }

  #addSpan(slot: FieldSlot, span: number): void {
    const { numbers, bytes } = this.#memory;
    const kind = numbers[(span + SPAN.kind) >> 2] ?? 0;
    const start = numbers[(span + SPAN.start) >> 2] ?? 0;
    const end = numbers[(span + SPAN.end) >> 2] ?? 0;
    if (kind === KIND.string) slot.addText(bytes.utf8Slice(start, end));
    else if ((kind & (KIND.number | KIND.boolean)) !== 0) slot.addText(bytes.latin1Slice(start, end));
    else slot.add(this.#valueAt(span));
  }

  /** The value in a span as `JSON.parse` makes it. */
  #valueAt(span: number): SigmaValue {
    const kind = this.#memory.read(span + SPAN.kind);
    const text = this.#memory.bytes.utf8Slice(
      this.#memory.read(span + SPAN.start),
      this.#memory.read(span + SPAN.end),
    );
    if (kind === KIND.string) return text;
    return JSON.parse((kind & KIND.string) === 0 ? text : `"${text}"`) as SigmaValue;
  }

  #top(name: string): SigmaValue | undefined {
    const span = this.#memory.spanOf(this.#fields.numberOf.get(name) ?? 0);
    if (span !== 0) return this.#valueAt(span);
    this.#mapped ??= this.#applyTables();
    return Object.hasOwn(this.#mapped, name) ? this.#mapped[name] : undefined;
  }

  /** The mapping of as much of the record as its tables read. */
  #applyTables(): SigmaEvent['fields'] {
    const fields: Record<string, SigmaValue> = {};
    const first = PLAN.set >> 2;
    const end = first + this.#memory.read(PLAN.setCount);
    for (let at = first; at < end; at += 1) {
      const field = this.#memory.numbers[at] ?? 0;
      const name = this.#fields.names[field - 1];
      if (name === undefined || !this.#route.inputs.has(field)) continue;
      fields[name] = this.#valueAt(this.#memory.spanOf(field));
    }
    return this.#route.tables.reduce<SigmaEvent['fields']>(addFields, fields);
  }
}
