import type { SigmaEvent } from '../api.ts';
import { FieldSlot, type FieldSource } from './field-slot.ts';

const NO_EVENT: FieldSource = { fill: () => undefined };

/** An event as an object, as slots read it. */
export function sourceOf({ fields }: Pick<SigmaEvent, 'fields'>): FieldSource {
  const top = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined);
  return {
    fill: (slot) => (slot.name === null ? slot.addAll(fields) : slot.addField(slot.name, top)),
  };
}

/** The event at hand as compiled rules see it: every field that any rule names has one slot, shared by all rules. */
export class EventView {
  readonly slots: FieldSlot[] = [];
  readonly #bySlotName = new Map<string | null, number>();
  #event: FieldSource = NO_EVENT;
  #epoch = 0;

  /** Number of the slot of a field; null stands for all values of the event. */
  slotOf(name: string | null): number {
    const known = this.#bySlotName.get(name);
    if (known !== undefined) return known;
    const index = this.slots.length;
    this.slots.push(new FieldSlot(name, index));
    this.#bySlotName.set(name, index);
    return index;
  }

  begin(event: FieldSource): void {
    this.#event = event;
    this.#epoch += 1;
  }

  end(): void {
    this.#event = NO_EVENT;
  }

  /** The slot with the values of the event at hand. */
  slot(index: number): FieldSlot {
    const slot = this.slots[index];
    if (slot === undefined) throw new RangeError(`no slot ${index}`);
    slot.load(this.#event, this.#epoch);
    return slot;
  }
}
