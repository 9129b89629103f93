import type { Node } from './syntax.ts';

/** Whether the node can match without consuming a byte; true when in doubt. */
export function isNullable(node: Node): boolean {
  switch (node.kind) {
    case 'bytes':
      return false;
    case 'sequence':
      return node.items.every(isNullable);
    case 'alternation':
      return node.branches.some(isNullable);
    case 'group':
    case 'atomic':
      return isNullable(node.body);
    case 'repeat':
      return node.min === 0 || isNullable(node.body);
    default:
      return true;
  }
}
