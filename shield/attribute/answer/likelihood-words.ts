/** Upper bounds and words of ICD 203 (Analytic Standards, 2015, D.6.e.2.a), of its two sets of terms the first. */
const WORDS: readonly (readonly [below: number, words: string, range: string])[] = [
  [0.05, 'almost no chance', '1 to 5 %'],
  [0.2, 'very unlikely', '5 to 20 %'],
  [0.45, 'unlikely', '20 to 45 %'],
  [0.55, 'roughly even chance', '45 to 55 %'],
  [0.8, 'likely', '55 to 80 %'],
  [0.95, 'very likely', '80 to 95 %'],
  [Number.POSITIVE_INFINITY, 'almost certain', '95 to 99 %'],
];

/** Words for a probability from 0 to 1: `likely`. A bound belongs to the words above it. */
export function likelihoodWords(probability: number): string {
  return WORDS.find(([below]) => probability < below)?.[1] ?? 'almost certain';
}

/** The same with what the words stand for: `likely (55 to 80 %)`. */
export function likelihoodRange(probability: number): string {
  const found = WORDS.find(([below]) => probability < below);
  return found === undefined ? '' : `${found[1]} (${found[2]})`;
}
