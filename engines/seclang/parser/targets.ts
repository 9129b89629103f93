import type { Located } from '../ast/place.ts';
import type { Selector, TargetNode } from '../ast/rule.ts';

/** What stands in a target list and is no target. */
export interface TargetError {
  readonly message: string;
  readonly offset: number;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SEPARATOR = /[|,]/g;

/** Reads `ARGS|!ARGS:/x/|&REQUEST_HEADERS:Host`; the separator may also be a comma, as in `SecRuleUpdateTargetById`. */
export function parseTargets(word: Located): readonly TargetNode[] | TargetError {
  const targets: TargetNode[] = [];
  let at = 0;
  while (at < word.text.length) {
    const start = at;
    const mark = word.text[at];
    const mode = mark === '!' ? 'exclude' : mark === '&' ? 'count' : 'include';
    if (mode !== 'include') at += 1;
    NAME.lastIndex = at;
    if (!NAME.test(word.text)) return { message: 'a variable name is expected here', offset: at };
    const collection = word.text.slice(at, NAME.lastIndex).toUpperCase();
    at = NAME.lastIndex;
    let selector: Selector | null = null;
    if (word.text[at] === ':') {
      const read = readSelector(word.text, at + 1, collection);
      if (read.end === -1) return { message: 'the selector is not closed', offset: at + 1 };
      selector = read.selector;
      at = read.end;
    }
    targets.push({ mode, collection, selector, place: word.placeAt(start) });
    if (at < word.text.length && word.text[at] !== '|' && word.text[at] !== ',') {
      return { message: `'|' is expected between variables`, offset: at };
    }
    at += 1;
  }
  if (targets.length === 0) return { message: 'no variable is named', offset: 0 };
  return targets;
}

function readSelector(text: string, start: number, collection: string): { selector: Selector; end: number } {
  if (collection === 'XML') {
    const end = endOfName(text, start);
    return { selector: { kind: 'xpath', expression: text.slice(start, end) }, end };
  }
  if (text[start] === "'") {
    const end = text.indexOf("'", start + 1);
    return { selector: nameOrPattern(text.slice(start + 1, end)), end: end === -1 ? -1 : end + 1 };
  }
  if (text[start] === '/') {
    let end = start + 1;
    while (end < text.length && text[end] !== '/') end += text[end] === '\\' ? 2 : 1;
    if (end >= text.length) return { selector: { kind: 'name', name: '' }, end: -1 };
    return { selector: nameOrPattern(text.slice(start, end + 1)), end: end + 1 };
  }
  const end = endOfName(text, start);
  return { selector: { kind: 'name', name: text.slice(start, end) }, end };
}

function nameOrPattern(text: string): Selector {
  if (text.length > 1 && text.startsWith('/') && text.endsWith('/')) {
    return { kind: 'pattern', pattern: text.slice(1, -1) };
  }
  return { kind: 'name', name: text };
}

function endOfName(text: string, start: number): number {
  SEPARATOR.lastIndex = start;
  return SEPARATOR.test(text) ? SEPARATOR.lastIndex - 1 : text.length;
}
