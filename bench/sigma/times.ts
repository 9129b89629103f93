/** Milliseconds that `run` takes. */
export function timeOf(run: () => unknown): number {
  const startedMs = performance.now();
  run();
  return performance.now() - startedMs;
}

/** The middle one; the lower of two. */
export function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[(times.length - 1) >> 1] ?? Number.NaN;
}

/** Goes through everything that is iterated, and keeps nothing. Gives the number of items. */
export function drain(items: Iterable<unknown>): number {
  let count = 0;
  for (const _ of items) count += 1;
  return count;
}
