/** CPU µs that the inspection of one request takes. */
export interface OwnFigures {
  readonly request: string;
  /** The same bytes each time. */
  readonly cpuUs: number;
  /** Other argument values each time. */
  readonly freshUs: number;
  /** One pass over the bytes of the request that reads each of them. */
  readonly floorUs: number;
  readonly bytes: number;
}

/** Milliseconds of one load of the rules. */
export interface LoadFigures {
  readonly loadMs: number;
  /** From the start of the load until a first request was inspected. */
  readonly readyMs: number;
  /** CPU of the same time, by all threads: V8 compiles and collects garbage on threads of its own. */
  readonly cpuMs: number;
  /** CPU of the same time, by the thread that loads; what `readyMs` is where it need not wait for a core. */
  readonly mainThreadMs: number;
}

/** The middle one, of an even number the lower of the two in the middle; NaN of none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}
