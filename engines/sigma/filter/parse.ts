import type { SigmaLogSource } from '../api.ts';
import type { OpenRule } from '../ast/rule.ts';
import type { Reference } from '../correlation/parse.ts';
import { type DocumentPlace, type MetaInfo, parseLogSource, parseMetaInfo } from '../parse/metadata.ts';
import { type ParseContext, readBody } from '../parse/rule.ts';
import { findEntry, scalarText, type YamlMap } from '../parse/yaml-node.ts';

/** A filter as read, before it is added to rules (filters specification 2.1). */
export interface FilterDraft extends Omit<OpenRule, 'info'> {
  readonly info: MetaInfo;
  readonly logsource: SigmaLogSource;
  /** Null: any rule of the log source. */
  readonly references: readonly Reference[] | null;
  /** Offset of `filter:` in the source. */
  readonly at: number;
}

/** Reads a document with `filter:`; null, with diagnostics, when it is refused. */
export function parseFilter(
  document: YamlMap,
  context: ParseContext,
  place: DocumentPlace,
): FilterDraft | null {
  const { report } = context;
  const info = parseMetaInfo(document, report, place);
  const logsource = parseLogSource(document, report);
  const entry = findEntry(document, 'filter');
  if (entry?.value.kind !== 'map') {
    const help = 'Write a map with rules, a selection and a condition.';
    return report.error(
      { code: 'sigma.bad-filter', message: 'filter is not a map', help },
      entry?.value.at ?? document.at,
    );
  }
  const map = entry.value;
  const references = readReferences(map, context);
  const body = readBody({ ...map, entries: map.entries.filter(({ key }) => key !== 'rules') }, context);
  if (info === null || logsource === null || body === null || report.errors > 0) return null;
  return { ...body, info, logsource, references, at: entry.keyAt };
}

function readReferences(map: YamlMap, { report }: ParseContext): readonly Reference[] | null {
  const help = 'Write `any`, or a list of names or identifiers of rules.';
  const entry = findEntry(map, 'rules');
  if (entry === null)
    return report.error({ code: 'sigma.missing', message: 'The filter names no rules', help }, map.at);
  const { value } = entry;
  if (/^(?:any|all)$/i.test(scalarText(value) ?? '')) return null;
  const items = value.kind === 'list' ? value.items : [value];
  const found = items.flatMap((item) => {
    const text = scalarText(item)?.trim() ?? '';
    return text === '' ? [] : [{ text, at: item.at }];
  });
  if (found.length > 0 && found.length === items.length) return found;
  return report.error({ code: 'sigma.bad-filter', message: 'rules names no rules', help }, value.at);
}
