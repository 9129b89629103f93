import type { ParsedBody } from '../body/parsed-body.ts';
import type { TransactionState } from '../transaction/state.ts';
import { createVariable, type Variable } from '../transaction/variable.ts';
import { selectNodes } from './select-nodes.ts';
import { readXmlTree, type XmlTree } from './xml-tree.ts';
import { parseXPath, type XPath } from './xpath.ts';

export { parseXPath, type XPath, type XPathRefusal } from './xpath.ts';

/** Trees of bodies that are inspected; a tree goes with its body. */
const trees = new WeakMap<ParsedBody, XmlTree>();

/** What an expression selects in an XML body, as members of `XML`; nothing where the body is of another kind. */
export function selectXml(expression: string, path: XPath, state: TransactionState): readonly Variable[] {
  const { body, bodyText } = state;
  if (body?.xml === undefined) return [];
  let tree = trees.get(body);
  if (tree === undefined) {
    tree = readXmlTree(bodyText);
    trees.set(body, tree);
  }
  return selectNodes(path, tree).map((value) => createVariable('XML', expression, value));
}

/** As {@link selectXml}, with an expression that is read anew each time; for the oracle. */
export function selectXmlPlainly(
  {
    expression,
    namespaces,
  }: { readonly expression: string; readonly namespaces?: Readonly<Record<string, string>> },
  state: TransactionState,
): readonly Variable[] {
  const path = parseXPath(expression, namespaces ?? {});
  return path.kind === 'refused' ? [] : selectXml(expression, path, state);
}
