import type { Attempt, Decision, Event, Incident, Receipt, Signal } from '../model/index.ts';

/** Topics of the bus and what travels on each. */
export interface Topics {
  readonly event: Event;
  readonly signal: Signal;
  readonly attempt: Attempt;
  readonly incident: Incident;
  readonly decision: Decision;
  readonly receipt: Receipt;
}

/** Fan-out of what the stages found. A slow or failing subscriber never holds up the publisher. */
export interface Bus {
  publish<T extends keyof Topics>(topic: T, values: readonly Topics[T][]): void;
  /** Returns the function that ends the subscription. */
  subscribe<T extends keyof Topics>(topic: T, receive: (values: readonly Topics[T][]) => void): () => void;
}
