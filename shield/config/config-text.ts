import { type Diagnostic, excerptOf, type Place, placeOf } from '@dejfa/diagnostics';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair } from 'yaml';

/** The text of a configuration with its nodes, so that a mistake is shown where it was written. */
export interface ConfigText {
  readonly file: string;
  readonly text: string;
  readonly document: Document.Parsed;
}

/** Where a value stands in the file: keys and indexes from the root on. */
export type Path = readonly PropertyKey[];

/** What a diagnostic says besides its place. */
export interface Mistake {
  readonly code: string;
  readonly severity?: Diagnostic['severity'];
  readonly message: string;
  readonly help?: string | null;
  /** The line holds a secret: it is not repeated. */
  readonly secret?: boolean;
}

/** The mistake as a diagnostic that points at the value at `path`, or at its key. */
export function mistakeAt(
  source: ConfigText,
  target: { readonly path: Path; readonly at?: 'key' | 'value' },
  mistake: Mistake,
): Diagnostic {
  return mistakeAtOffset(source, offsetOf(source, target.path, target.at ?? 'value'), mistake);
}

/** The mistake as a diagnostic that points at `offset`, in UTF-16 code units of the text. */
export function mistakeAtOffset(source: ConfigText, offset: number, mistake: Mistake): Diagnostic {
  const place: Place = placeOf(source.file, source.text, offset);
  const { code, severity = 'error', message, help } = mistake;
  const excerpt = mistake.secret === true ? '' : excerptOf(source.text, place).trimEnd();
  return {
    code: `config.${code}`,
    severity,
    message,
    place,
    ...(excerpt === '' ? {} : { excerpt }),
    ...(help === null || help === undefined ? {} : { help }),
  };
}

/** Where the value (or its key) stands; of a path that leads nowhere, where it stops. */
function offsetOf(source: ConfigText, path: Path, at: 'key' | 'value'): number {
  let node: unknown = source.document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, key] of path.entries()) {
    const pair = pairOf(resolve(source, node), key);
    if (pair === null) return offset;
    const last = depth === path.length - 1;
    const keyOffset = startOf(pair.key) ?? offset;
    node = pair.value;
    const written = startOf(node);
    offset = last && at === 'key' ? keyOffset : isEmpty(node) ? keyOffset : (written ?? keyOffset);
  }
  return offset;
}

function pairOf(node: unknown, key: PropertyKey): { readonly key: unknown; readonly value: unknown } | null {
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return item === undefined ? null : { key: item, value: item };
  }
  if (!isMap(node)) return null;
  return (
    node.items.find((pair: Pair) => isScalar(pair.key) && String(pair.key.value) === String(key)) ?? null
  );
}

/** The node that an alias stands for; positions inside it are those of the anchor. */
function resolve(source: ConfigText, node: unknown): unknown {
  return isAlias(node) ? node.resolve(source.document) : node;
}

function isEmpty(node: unknown): boolean {
  return (
    node === null || (isScalar(node) && node.value === null && (node as { source?: string }).source === '')
  );
}

function startOf(node: unknown): number | null {
  return isNode(node) ? ((node as Node).range?.[0] ?? null) : null;
}
