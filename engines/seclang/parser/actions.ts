import type { Located } from '../ast/place.ts';
import type { ActionNode } from '../ast/rule.ts';

/** Reads `id:1,phase:2,msg:'a, b',setvar:'tx.a=1'`. A value in single quotes may hold commas and `\'`. */
export function parseActions(word: Located): readonly ActionNode[] {
  const actions: ActionNode[] = [];
  let at = 0;
  while (at < word.text.length) {
    if (/[\s,]/.test(word.text[at] ?? '')) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < word.text.length && word.text[at] !== ',' && word.text[at] !== ':') at += 1;
    const name = word.text.slice(start, at).trim().toLowerCase();
    let value: string | null = null;
    if (word.text[at] === ':') {
      const read = readValue(word.text, at + 1);
      value = read.value;
      at = read.end;
    }
    actions.push({ name, value, place: word.placeAt(start) });
  }
  return actions;
}

/** A value ends at a comma outside of single quotes; the quotes themselves are dropped. */
function readValue(text: string, start: number): { value: string; end: number } {
  let value = '';
  let quoted = false;
  let at = start;
  for (; at < text.length && (quoted || text[at] !== ','); at += 1) {
    if (text[at] === '\\' && text[at + 1] === "'") {
      value += "'";
      at += 1;
    } else if (text[at] === "'") quoted = !quoted;
    else value += text[at];
  }
  return { value: quoted ? value : value.trimEnd(), end: at };
}
