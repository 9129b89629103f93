/** What a step selects among the nodes that its axis reaches. */
export type NodeTest =
  | {
      readonly kind: 'element' | 'attribute';
      /** Namespace; null: any. The empty string: none. */
      readonly namespace: string | null;
      /** Name without prefix; null: any. */
      readonly local: string | null;
    }
  | { readonly kind: 'text' };

/** One step of a path. */
export interface Step {
  /** `/` goes one level down, `//` any number of levels. */
  readonly axis: 'child' | 'descendant';
  readonly test: NodeTest;
}

/** An absolute location path. */
export interface XPath {
  readonly kind: 'xpath';
  readonly steps: readonly Step[];
}

/** The expression is not supported, or no XPath. */
export interface XPathRefusal {
  readonly kind: 'refused';
  readonly reason: string;
}

const NAME = '[A-Za-z_\\x80-\\uffff][\\w.\\-\\x80-\\uffff]*';
const STEP = new RegExp(`(//?)(?:(text\\(\\))|(@?)(?:(${NAME}):)?(\\*|${NAME}))(?=/|$)`, 'y');

/**
 * Reads the part of XPath 1.0 that rules use: absolute paths of `/` and `//` with names, `prefix:name`, `*`, `@name`,
 * `@*` and `text()`. A name without prefix is in no namespace; prefixes are those that the rule declares by `xmlns`.
 */
export function parseXPath(
  expression: string,
  namespaces: Readonly<Record<string, string>>,
): XPath | XPathRefusal {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < expression.length || steps.length === 0) {
    const start = STEP.lastIndex;
    const found = STEP.exec(expression);
    if (found === null) return refuse(`'${expression.slice(start)}' is no step of names, *, @name or text()`);
    const [, slashes, text, at, prefix, name] = found;
    const axis = slashes === '//' ? 'descendant' : 'child';
    if (prefix !== undefined && !Object.hasOwn(namespaces, prefix)) {
      return refuse(`the prefix ${prefix} is not declared`);
    }
    const namespace = prefix === undefined ? (name === '*' ? null : '') : (namespaces[prefix] ?? null);
    const local = name === '*' ? null : (name ?? null);
    const kind = at === '@' ? 'attribute' : 'element';
    steps.push({ axis, test: text === undefined ? { kind, namespace, local } : { kind: 'text' } });
    const isLeaf = text !== undefined || at === '@';
    if (isLeaf && STEP.lastIndex < expression.length)
      return refuse('nothing stands below an attribute or a text');
  }
  return { kind: 'xpath', steps };
}

function refuse(reason: string): XPathRefusal {
  return { kind: 'refused', reason };
}
