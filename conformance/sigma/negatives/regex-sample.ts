import type { RegexNode } from '../../../engines/sigma/regex/ast.ts';
import { type CharSet, holds } from '../../../engines/sigma/regex/char-set.ts';

/** Characters that samples are made of where a class allows them, best first. */
const PREFERRED = 'aA1 b0zZ\\/-.:=_"\'()[]{}<>|&%$#@!+*,;^~`\t\n';

/** A text that fits the expression if its assertions are easy to fulfil; `choice` picks among alternatives. */
export function regexSample(node: RegexNode, choice: number): string {
  switch (node.kind) {
    case 'class':
      return classSample(node.set);
    case 'assert':
      return '';
    case 'sequence':
      return node.parts.map((part) => regexSample(part, choice)).join('');
    case 'choice': {
      const part = node.parts[choice % node.parts.length];
      return part === undefined ? '' : regexSample(part, choice);
    }
    case 'repeat':
      return regexSample(node.part, choice).repeat(node.min);
  }
}

function classSample(set: CharSet): string {
  const preferred = [...PREFERRED].find((character) => holds(set, character.charCodeAt(0)));
  return preferred ?? String.fromCharCode(set[0]?.[0] ?? 0x61);
}
