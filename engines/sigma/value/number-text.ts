const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/** The number that a text writes in decimal, so that `"4625"` and `4625` are equal by value; null for other text. */
export function numberOf(text: string): number | null {
  if (text.length > 40 || !DECIMAL.test(text)) return null;
  return Number(text);
}
