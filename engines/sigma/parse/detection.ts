import type { Detection } from '../ast/detection.ts';
import type { OpenToken } from '../ast/pattern.ts';
import { parseFieldItem } from './field-item.ts';
import type { ParseContext } from './rule.ts';
import type { YamlMap, YamlNode } from './yaml-node.ts';

/** Reads what stands under a search identifier; null when something there was refused. */
export function parseDetection(node: YamlNode, context: ParseContext): Detection<OpenToken> | null {
  switch (node.kind) {
    case 'map':
      return parseMap(node, context);
    case 'list':
      return parseList(node.items, node.at, context);
    case 'null':
      return refuse(node.at, 'The search identifier is empty', context);
    default:
      return parseKeywords([node], node.at, context);
  }
}

function parseMap(map: YamlMap, context: ParseContext): Detection<OpenToken> | null {
  if (map.entries.length === 0) return refuse(map.at, 'The map is empty', context);
  const parts = map.entries.map((entry) => parseFieldItem(entry, context));
  return join('and', parts);
}

/** Maps of a list are linked by or, and so are keywords; both may stand in one list. */
function parseList(
  items: readonly YamlNode[],
  at: number,
  context: ParseContext,
): Detection<OpenToken> | null {
  if (items.length === 0) return refuse(at, 'The list is empty', context);
  const keywords = items.filter((item) => item.kind !== 'map');
  const parts: (Detection<OpenToken> | null)[] = [];
  for (const item of items) if (item.kind === 'map') parts.push(parseMap(item, context));
  if (keywords.length > 0) parts.push(parseKeywords(keywords, at, context));
  return join('or', parts);
}

function parseKeywords(
  items: readonly YamlNode[],
  at: number,
  context: ParseContext,
): Detection<OpenToken> | null {
  return parseFieldItem({ key: '', keyAt: at, value: { kind: 'list', items, at } }, context);
}

function join(
  kind: 'and' | 'or',
  parts: readonly (Detection<OpenToken> | null)[],
): Detection<OpenToken> | null {
  const read = parts.filter((part) => part !== null);
  if (read.length < parts.length) return null;
  const [only] = read;
  return read.length === 1 && only !== undefined ? only : { kind, parts: read };
}

function refuse(at: number, message: string, context: ParseContext): null {
  const help = 'Write a map of fields and values, a list of such maps, or a list of keywords.';
  return context.report.error({ code: 'sigma.bad-detection', message, help }, at);
}
