import type { XmlNode, XmlTree } from './xml-tree.ts';
import type { NodeTest, Step, XPath } from './xpath.ts';

/** Most bytes that one expression selects, counting each node's text. */
const SELECTED_LIMIT = 1_048_576;

/** Most nodes that one expression selects. */
const NODE_LIMIT = 16_384;

/** Stretches of the node list, none of which overlap, in order. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * String values (XPath 1.0 §5) of the nodes that a path selects, in document order. Throws `RangeError` where they are
 * too many or too long, as a nested document can make them: then it is not known whether a rule matches.
 */
export function selectNodes({ steps }: XPath, tree: XmlTree): readonly string[] {
  let context: readonly number[] | null = null;
  for (const step of steps) {
    if (step.test.kind === 'attribute') return limit(attributesOf(step, context, tree));
    context = nodesOf(step, context, tree);
  }
  return limit((context ?? []).map((index) => textOf(tree.nodes[index], tree)));
}

function textOf(node: XmlNode | undefined, { text }: XmlTree): string {
  return node === undefined ? '' : text.slice(node.textStart, node.textEnd);
}

function limit(values: readonly string[]): readonly string[] {
  const bytes = values.reduce((sum, { length }) => sum + length, 0);
  if (values.length > NODE_LIMIT || bytes > SELECTED_LIMIT) {
    throw new RangeError('an XPath expression selects more of the body than is inspected');
  }
  return values;
}

/** Indices that a step leads to; context null is the document. */
function nodesOf({ axis, test }: Step, context: readonly number[] | null, tree: XmlTree): readonly number[] {
  const { nodes } = tree;
  const found: number[] = [];
  for (const { from, to } of stretches(axis, context, tree)) {
    // On the child axis what is inside of a node is leapt over.
    for (let at = from; at < to; at = axis === 'child' ? (nodes[at]?.last ?? to) : at + 1) {
      if (isMeant(nodes[at], test)) found.push(at);
    }
  }
  return axis === 'child' ? found.sort((one, other) => one - other) : found;
}

function attributesOf(
  { axis, test }: Step,
  context: readonly number[] | null,
  tree: XmlTree,
): readonly string[] {
  if (test.kind !== 'attribute') return [];
  const owners =
    axis === 'child'
      ? (context ?? [])
      : stretches('descendant', context, tree).flatMap(({ from, to }) =>
          range(context === null ? from : from - 1, to),
        );
  return owners.flatMap((owner) =>
    (tree.nodes[owner]?.attributes ?? []).filter((one) => matches(one, test)).map(({ value }) => value),
  );
}

/** Where the nodes inside of the context stand; on the descendant axis those inside of one another are one. */
function stretches(axis: Step['axis'], context: readonly number[] | null, tree: XmlTree): readonly Stretch[] {
  if (context === null) return [{ from: 0, to: tree.nodes.length }];
  const found: Stretch[] = [];
  let covered = 0;
  for (const index of context) {
    const to = tree.nodes[index]?.last ?? index + 1;
    if (axis === 'descendant' && to <= covered) continue;
    found.push({ from: index + 1, to });
    covered = to;
  }
  return found;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}

function isMeant(node: XmlNode | undefined, test: NodeTest): boolean {
  if (node === undefined || node.kind !== test.kind) return false;
  return test.kind === 'text' || matches(node, test);
}

function matches(
  named: { readonly namespace: string; readonly local: string },
  test: Exclude<NodeTest, { kind: 'text' }>,
): boolean {
  const isInSpace = test.namespace === null || test.namespace === named.namespace;
  return isInSpace && (test.local === null || test.local === named.local);
}
