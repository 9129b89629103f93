import { solvePositive } from './solve.ts';

/** A convex (or nearly convex) function with its slope and a positive bound of its curvature. */
export interface Objective {
  readonly size: number;
  readonly value: (point: Float64Array) => number;
  /** Value, gradient, and Hessian row by row (its lower half at least; `size` × `size`). */
  readonly expand: (point: Float64Array) => Expansion;
}

export interface Expansion {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Newton's method, each step halved until the value falls. Deterministic; ends when a step gains almost nothing. */
export function minimise(objective: Objective, start: Float64Array): Float64Array {
  let point = Float64Array.from(start);
  for (let round = 0; round < 40; round += 1) {
    const { value, gradient, hessian } = objective.expand(point);
    const step = solvePositive(hessian, gradient);
    const next = halvedStep(objective, { point, step, value });
    if (next === null) return point;
    point = next.point;
    if (value - next.value < 1e-6 * (1 + Math.abs(value))) return point;
  }
  return point;
}

function halvedStep(
  objective: Objective,
  {
    point,
    step,
    value,
  }: { readonly point: Float64Array; readonly step: Float64Array; readonly value: number },
): { readonly point: Float64Array<ArrayBuffer>; readonly value: number } | null {
  for (let length = 1; length > 1e-4; length /= 2) {
    const next = Float64Array.from(point, (at, place) => at - length * (step[place] ?? 0));
    const reached = objective.value(next);
    if (reached < value) return { point: next, value: reached };
  }
  return null;
}
