import type { Located } from '../ast/place.ts';
import type { OperatorNode } from '../ast/rule.ts';

/** Reads `[!]@name argument`; a text without `@` is a pattern for `@rx`. */
export function parseOperator(word: Located): OperatorNode {
  const negated = word.text.startsWith('!');
  const start = negated ? 1 : 0;
  const place = word.placeAt(start);
  const named = /^\s*@([A-Za-z0-9_]+)\s*/.exec(word.text.slice(start));
  if (named === null) {
    return { name: 'rx', argument: word.text.slice(start), negated, place, argumentPlace: place };
  }
  const argumentStart = start + named[0].length;
  return {
    name: named[1] ?? '',
    argument: word.text.slice(argumentStart),
    negated,
    place,
    argumentPlace: word.placeAt(argumentStart),
  };
}
