const NON_ASCII = /[^\x00-\x7f]/;
const UPPER_RUN = /[A-Z]+/g;

/**
 * Lower-cases the letters A to Z only. `toLowerCase` alone would also fold letters of other scripts, change lengths
 * (U+0130) and make U+212A (Kelvin sign) equal to `k`.
 */
export function asciiLower(text: string): string {
  if (!NON_ASCII.test(text)) return text.toLowerCase();
  return text.replace(UPPER_RUN, (run) => run.toLowerCase());
}
