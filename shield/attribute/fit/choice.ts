import { minimise } from './newton.ts';

/** One question with its right answers: the candidates as rows of features. */
export interface Choice {
  /** Candidates × width. */
  readonly values: Float32Array;
  /** 1 where the candidate is right; at least one is. */
  readonly right: Uint8Array;
  /** How much the question counts. */
  readonly weight: number;
}

/** Below this probability a candidate adds nothing to the curvature that the fit would notice. */
const NEGLIGIBLE = 1e-5;

/**
 * Conditional logit (McFadden 1974): weights under which the right candidate of each question has the greatest
 * likelihood, softmax over the candidates' weighted sums of features; several right candidates share the question.
 * `ridge` holds weights of features in units of their spread near zero. Gives one weight a feature, in its own unit.
 */
export function fitChoices(
  choices: readonly Choice[],
  { width, ridge, start }: { readonly width: number; readonly ridge: number; readonly start?: Float64Array },
): Float64Array {
  const spread = spreads(choices, width);
  const own = (point: Float64Array) => point.map((value, place) => value / (spread[place] ?? 1));
  const penalty = (point: Float64Array) => (ridge / 2) * point.reduce((sum, one) => sum + one * one, 0);
  const first = Float64Array.from(spread, (one, place) => one * (start?.[place] ?? 0));
  const fitted = minimise(
    {
      size: width,
      value: (point) => lossOf(choices, own(point)) + penalty(point),
      expand: (point) => {
        const sums = expandChoices(choices, own(point));
        for (let row = 0; row < width; row += 1) {
          const scale = spread[row] ?? 1;
          sums.gradient[row] = (sums.gradient[row] ?? 0) / scale + ridge * (point[row] ?? 0);
          for (let column = 0; column <= row; column += 1) {
            const place = row * width + column;
            sums.hessian[place] = (sums.hessian[place] ?? 0) / (scale * (spread[column] ?? 1));
          }
          sums.hessian[row * width + row] = (sums.hessian[row * width + row] ?? 0) + ridge;
        }
        return { ...sums, value: sums.value + penalty(point) };
      },
    },
    first,
  );
  return own(fitted);
}

/** Standard deviation of every feature over all candidates; 1 where it does not vary. */
function spreads(choices: readonly Choice[], width: number): Float64Array {
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  let rows = 0;
  for (const { values } of choices) {
    rows += values.length / width;
    for (let at = 0; at < values.length; at += 1) {
      const value = values[at] ?? 0;
      const column = at % width;
      sums[column] = (sums[column] ?? 0) + value;
      squares[column] = (squares[column] ?? 0) + value * value;
    }
  }
  return Float64Array.from(sums, (sum, column) => {
    const variance = (squares[column] ?? 0) / Math.max(1, rows) - (sum / Math.max(1, rows)) ** 2;
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
}

/** Softmax of the weighted sums of the rows. */
export function chances(values: Float32Array, weights: Float64Array): Float64Array {
  return softmax(weightedSums(values, weights));
}

/** One number a row: the sum of its features times their weights. */
export function weightedSums(values: Float32Array, weights: Float64Array): Float64Array {
  const width = weights.length;
  const sums = new Float64Array(values.length / width);
  for (let row = 0, at = 0; row < sums.length; row += 1) {
    let sum = 0;
    for (let column = 0; column < width; column += 1, at += 1)
      sum += (values[at] ?? 0) * (weights[column] ?? 0);
    sums[row] = sum;
  }
  return sums;
}

/** Probabilities from scores on the scale of logarithms. */
export function softmax(scores: Float64Array): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > top) top = score;
  let total = 0;
  const out = scores.map((score) => {
    const one = Math.exp(score - top);
    total += one;
    return one;
  });
  return out.map((one) => one / total);
}

function lossOf(choices: readonly Choice[], weights: Float64Array): number {
  let loss = 0;
  for (const { values, right, weight } of choices)
    loss -= weight * Math.log(rightChance(chances(values, weights), right));
  return loss;
}

function rightChance(probabilities: Float64Array, right: Uint8Array): number {
  let sum = 1e-12;
  for (const [row, probability] of probabilities.entries()) if (right[row] === 1) sum += probability;
  return sum;
}

function expandChoices(
  choices: readonly Choice[],
  weights: Float64Array,
): { value: number; gradient: Float64Array; hessian: Float64Array } {
  const width = weights.length;
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  let value = 0;
  for (const { values, right, weight } of choices) {
    const probabilities = chances(values, weights);
    const chance = rightChance(probabilities, right);
    value -= weight * Math.log(chance);
    const mean = new Float64Array(width);
    for (const [row, p] of probabilities.entries()) {
      const pull = weight * (p - (right[row] === 1 ? p / chance : 0));
      for (let column = 0, at = row * width; column < width; column += 1, at += 1) {
        const x = values[at] ?? 0;
        gradient[column] = (gradient[column] ?? 0) + pull * x;
        mean[column] = (mean[column] ?? 0) + p * x;
      }
    }
    addCurvature(hessian, { values, probabilities, mean, weight });
  }
  return { value, gradient, hessian };
}

function addCurvature(
  hessian: Float64Array,
  {
    values,
    probabilities,
    mean,
    weight,
  }: {
    readonly values: Float32Array;
    readonly probabilities: Float64Array;
    readonly mean: Float64Array;
    readonly weight: number;
  },
): void {
  const width = mean.length;
  const away = new Float64Array(width);
  for (const [row, p] of probabilities.entries()) {
    if (p < NEGLIGIBLE) continue;
    const factor = p * weight;
    for (let column = 0; column < width; column += 1)
      away[column] = (values[row * width + column] ?? 0) - (mean[column] ?? 0);
    for (let i = 0; i < width; i += 1) {
      const scaled = factor * (away[i] ?? 0);
      for (let j = 0, at = i * width; j <= i; j += 1, at += 1)
        hessian[at] = (hessian[at] ?? 0) + scaled * (away[j] ?? 0);
    }
  }
}
