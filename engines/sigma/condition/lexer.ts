/** A word or a bracket of a condition; `at` is its offset in the text of the condition. */
export interface ConditionToken {
  readonly kind: 'word' | '(' | ')' | '|';
  readonly text: string;
  readonly at: number;
}

const TOKEN = /\s*(?:([()|])|([^\s()|]+))/gy;

/** Splits a condition into words and brackets; every character but white space belongs to a token. */
export function lexCondition(text: string): readonly ConditionToken[] {
  const tokens: ConditionToken[] = [];
  for (const found of text.matchAll(TOKEN)) {
    const mark = found[1];
    const word = found[2] ?? '';
    const at = found.index + found[0].length - (mark ?? word).length;
    if (mark === '(' || mark === ')' || mark === '|') tokens.push({ kind: mark, text: mark, at });
    else tokens.push({ kind: 'word', text: word, at });
  }
  return tokens;
}
