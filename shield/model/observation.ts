import type { Receipt } from './decision.ts';
import type { NamedEntity } from './entity.ts';
import type { Event } from './event.ts';
import type { Signal } from './signal.ts';

/** One event with all that was found in it and done about it: what detect hands on. Signals of one event come together. */
export interface Observation {
  readonly event: Event;
  readonly signals: readonly Signal[];
  readonly receipts: readonly Receipt[];
  /** What the event names; left out where it was not looked for, as in most events without signals. */
  readonly entities?: readonly NamedEntity[];
}
