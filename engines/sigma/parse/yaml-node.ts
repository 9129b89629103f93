import { type Alias, type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { RuleReport } from './report.ts';

/** YAML without its presentation; `at` is the offset in the source, for diagnostics. */
export type YamlNode =
  | YamlMap
  | YamlList
  | YamlText
  /** `source` is the number as written, so that long identifiers lose no digit. */
  | { readonly kind: 'number'; readonly value: number; readonly source: string; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | { readonly kind: 'null'; readonly at: number };

/** A map in its order; `at`: offset in the source, here and below. */
export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly at: number;
}

/** A key and its value. */
export interface YamlEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: YamlNode;
}

/** A list. */
export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly at: number;
}

/** Text, quoted or plain. */
export interface YamlText {
  readonly kind: 'text';
  readonly value: string;
  readonly at: number;
}

/** Nodes of one document, aliases followed; a document of aliases of aliases stays below it or is refused. */
const NODE_LIMIT = 50_000;
const DEPTH_LIMIT = 32;

/** The entry of that key, or null. */
export function findEntry(map: YamlMap, key: string): YamlEntry | null {
  return map.entries.find((entry) => entry.key === key) ?? null;
}

/** A scalar as text, numbers as they were written; null for a map, a list and null. */
export function scalarText(node: YamlNode): string | null {
  switch (node.kind) {
    case 'text':
      return node.value;
    case 'number':
      return node.source;
    case 'boolean':
      return String(node.value);
    default:
      return null;
  }
}

/** Turns one parsed document into nodes; null when it was refused, and then `report` has the reason. */
export function readNodes(document: Document.Parsed, report: RuleReport): YamlNode | null {
  const reader: Reader = { document, report, left: NODE_LIMIT };
  return readNode(document.contents, reader, { at: document.range[0], depth: 0 });
}

interface Reader {
  readonly document: Document.Parsed;
  readonly report: RuleReport;
  left: number;
}

interface Spot {
  readonly at: number;
  readonly depth: number;
}

function readNode(node: unknown, reader: Reader, spot: Spot): YamlNode | null {
  const at = rangeStart(node) ?? spot.at;
  reader.left -= 1;
  if (reader.left < 0 || spot.depth > DEPTH_LIMIT) {
    if (reader.report.errors > 0) return null;
    const message = `The document has more than ${NODE_LIMIT} nodes or is nested more than ${DEPTH_LIMIT} deep`;
    return reader.report.error({ code: 'sigma.too-large', message }, at);
  }
  const inner = { at, depth: spot.depth + 1 };
  if (isAlias(node)) return readAlias(node, reader, inner);
  if (isMap(node)) return readMap(node.items, reader, inner);
  if (isSeq(node)) {
    const items = node.items.map((item) => readNode(item, reader, inner));
    return items.some((item) => item === null) ? null : { kind: 'list', items: items.filter(isNode), at };
  }
  if (isScalar(node)) return readScalar(node.value, node.source ?? '', at);
  return { kind: 'null', at };
}

function readAlias(node: Alias, reader: Reader, spot: Spot): YamlNode | null {
  const target = node.resolve(reader.document);
  if (target !== undefined) return readNode(target, reader, spot);
  return reader.report.error(
    { code: 'sigma.yaml', message: `The alias *${node.source} has no anchor before it` },
    spot.at,
  );
}

function readMap(
  pairs: readonly { key: unknown; value: unknown }[],
  reader: Reader,
  spot: Spot,
): YamlMap | null {
  const entries: YamlEntry[] = [];
  for (const pair of pairs) {
    const keyAt = rangeStart(pair.key) ?? spot.at;
    const key = readNode(pair.key, reader, spot);
    const value = readNode(pair.value, reader, { at: keyAt, depth: spot.depth });
    if (key === null || value === null) return null;
    entries.push({ key: scalarText(key) ?? '', keyAt, value });
  }
  return { kind: 'map', entries, at: spot.at };
}

function readScalar(value: unknown, source: string, at: number): YamlNode {
  if (typeof value === 'string') return { kind: 'text', value, at };
  if (typeof value === 'number' || typeof value === 'bigint') {
    return { kind: 'number', value: Number(value), source: source || String(value), at };
  }
  if (typeof value === 'boolean') return { kind: 'boolean', value, at };
  return { kind: 'null', at };
}

function isNode(node: YamlNode | null): node is YamlNode {
  return node !== null;
}

function rangeStart(node: unknown): number | null {
  if (!isMap(node) && !isSeq(node) && !isScalar(node) && !isAlias(node)) return null;
  return node.range?.[0] ?? null;
}
