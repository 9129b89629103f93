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
  readonly cpuMs: number;
}

/** The middle one, of an even number the lower of the two in the middle; NaN of none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
}
