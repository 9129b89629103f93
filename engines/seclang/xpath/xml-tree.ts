import { SaxesParser } from 'saxes';
import { toBytes } from '../lexer/bytes.ts';

/** An element or a text of a document. Children and texts are the nodes right behind it, up to `last`. */
export interface XmlNode {
  readonly kind: 'element' | 'text';
  /** Empty where there is none; so for texts. */
  readonly namespace: string;
  /** Name without prefix; empty for texts. */
  readonly local: string;
  readonly attributes: readonly XmlAttribute[];
  /** Index behind the last node inside. */
  last: number;
  /** Where its text begins and ends in that of the document. */
  readonly textStart: number;
  textEnd: number;
}

/** An attribute; declarations of namespaces are none. */
export interface XmlAttribute {
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

/** A document: its nodes in their order, and all its text. */
export interface XmlTree {
  readonly nodes: readonly XmlNode[];
  readonly text: string;
}

type Scope = ReadonlyMap<string, string>;

class XmlEnd extends Error {}

/** Reads a document, bytes as a latin1 string; of one that is not well-formed, what comes before its first error. */
export function readXmlTree(source: string): XmlTree {
  const builder = new TreeBuilder();
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => builder.open(name, attributes));
  parser.on('closetag', () => builder.close());
  parser.on('text', (text) => builder.addText(text));
  parser.on('cdata', (text) => builder.addText(text));
  parser.on('error', (error) => {
    throw new XmlEnd(error.message);
  });
  try {
    parser.write(source).close();
  } catch (error) {
    if (!(error instanceof XmlEnd)) throw error;
  }
  return builder.finish();
}

/** Collects the nodes of one document. */
class TreeBuilder {
  readonly #nodes: XmlNode[] = [];
  readonly #open: { readonly node: XmlNode; readonly scope: Scope }[] = [];
  readonly #texts: string[] = [];
  #length = 0;

  open(name: string, given: Readonly<Record<string, string>>): void {
    const outer: Scope = this.#open.at(-1)?.scope ?? new Map();
    const scope = scopeOf(outer, given);
    const [namespace, local] = resolve(name, scope, scope.get('') ?? '');
    const attributes = Object.entries(given)
      .filter(([key]) => key !== 'xmlns' && !key.startsWith('xmlns:'))
      .map(([key, value]): XmlAttribute => {
        const [space, short] = resolve(key, scope, '');
        return { namespace: space, local: short, value: encodeLarge(value) };
      });
    const node: XmlNode = { ...this.#blank('element'), namespace, local, attributes };
    this.#nodes.push(node);
    this.#open.push({ node, scope });
  }

  close(): void {
    const { node } = this.#open.pop() ?? {};
    if (node === undefined) return;
    node.last = this.#nodes.length;
    node.textEnd = this.#length;
  }

  addText(text: string): void {
    const bytes = encodeLarge(text);
    const node = this.#blank('text');
    this.#texts.push(bytes);
    this.#length += bytes.length;
    this.#nodes.push({ ...node, last: this.#nodes.length + 1, textEnd: this.#length });
  }

  finish(): XmlTree {
    while (this.#open.length > 0) this.close();
    return { nodes: this.#nodes, text: this.#texts.join('') };
  }

  #blank(kind: XmlNode['kind']): XmlNode {
    const at = this.#length;
    return { kind, namespace: '', local: '', attributes: [], last: 0, textStart: at, textEnd: at };
  }
}

function scopeOf(outer: Scope, attributes: Readonly<Record<string, string>>): Scope {
  const declared = Object.entries(attributes).filter(([key]) => key === 'xmlns' || key.startsWith('xmlns:'));
  if (declared.length === 0) return outer;
  return new Map([...outer, ...declared.map(([key, value]) => [key.slice('xmlns:'.length), value] as const)]);
}

/** Namespace and local name; a prefix that is not declared is a part of the name. */
function resolve(name: string, scope: Scope, unprefixed: string): readonly [string, string] {
  const colon = name.indexOf(':');
  if (colon === -1) return [unprefixed, name];
  const namespace = scope.get(name.slice(0, colon));
  return namespace === undefined ? ['', name] : [namespace, name.slice(colon + 1)];
}

/** Characters above U+00FF come from character references only; they become their UTF-8 bytes. */
function encodeLarge(text: string): string {
  return text.replace(/[^\x00-\xff]+/gu, toBytes);
}
