import { type Node, PatternError } from './syntax.ts';

/** Bytes that every match of the node has; a lookbehind needs it. Throws {@link PatternError} where it varies. */
export function fixedLength(node: Node): number {
  switch (node.kind) {
    case 'bytes':
      return 1;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + fixedLength(item), 0);
    case 'alternation':
      return sameLength(node.branches.map(fixedLength));
    case 'group':
    case 'atomic':
      return fixedLength(node.body);
    case 'repeat':
      return sameLength([node.min, node.max]) * fixedLength(node.body);
    case 'backreference':
      throw variable();
    default:
      return 0;
  }
}

function sameLength(lengths: readonly number[]): number {
  const [first = 0, ...others] = lengths;
  if (others.some((length) => length !== first)) throw variable();
  return first;
}

function variable(): PatternError {
  return new PatternError('a branch of a lookbehind has no fixed length', 0);
}
