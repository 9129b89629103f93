import type { ByteSet } from '../engines/seclang/regex/byte-set.ts';
import type { Node } from '../engines/seclang/regex/syntax.ts';

/** Most copies of a repeated part in one witness. */
const COPIES_LIMIT = 300;

/** Bytes that rules ask for; a member of a set is taken from these first. */
const LIKELY = 'a0 (\'/.=<;_-"\\&%*,:x)>{}[]|`$#@!+?~^\t\n';

/**
 * A text that the node matches, or nearly (lookaround and backreferences are passed over): one branch of each
 * alternation and one member of each set, another one for each `choice`; repeats as short as they may be.
 */
export function witness(node: Node, choice: number): string {
  switch (node.kind) {
    case 'bytes':
      return memberOf(node.set, choice);
    case 'sequence':
      return node.items.map((item) => witness(item, choice)).join('');
    case 'alternation': {
      const branch = node.branches[choice % node.branches.length];
      return branch === undefined ? '' : witness(branch, choice);
    }
    case 'group':
    case 'atomic':
      return witness(node.body, choice);
    case 'repeat':
      return witness(node.body, choice).repeat(Math.min(node.min, COPIES_LIMIT));
    default:
      return '';
  }
}

/** Members of the set, those that rules ask for first; at most `limit`. */
export function likelyMembers(set: ByteSet, limit: number): readonly string[] {
  const members = [...LIKELY].filter((char) => set[char.charCodeAt(0)] === 1);
  if (members.length > 0) return members.slice(0, limit);
  const first = set.indexOf(1);
  return first === -1 ? [] : [String.fromCharCode(first)];
}

function memberOf(set: ByteSet, choice: number): string {
  const members = likelyMembers(set, LIKELY.length);
  return members[choice % Math.max(1, members.length)] ?? '';
}
