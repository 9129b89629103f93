import type { RegexOptions } from './api.ts';
import { parsePattern } from './parse.ts';
import type { Node } from './syntax.ts';

/** Bytes that a match of the pattern has at least. Throws `PatternError` for what `compileRegex` refuses. */
export function leastMatchLength(pattern: string, options: RegexOptions = {}): number {
  return leastLength(parsePattern(pattern, options).root);
}

function leastLength(node: Node): number {
  switch (node.kind) {
    case 'bytes':
      return 1;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + leastLength(item), 0);
    case 'alternation':
      return node.branches.reduce((least, branch) => Math.min(least, leastLength(branch)), Infinity);
    case 'group':
    case 'atomic':
      return leastLength(node.body);
    case 'repeat':
      return node.min === 0 ? 0 : node.min * leastLength(node.body);
    default:
      // Assertions take nothing, and a backreference may be to nothing.
      return 0;
  }
}
