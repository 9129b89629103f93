import type { SigmaEvent, SigmaLogSource, SigmaValue } from '../api.ts';
import type { FieldTable, MappingFile, Mappings, RawEvent } from './mapping.ts';

/**
 * Adds what rules expect: service and category of the log source, further log sources, and fields under the names of
 * the Sigma taxonomy. Parts and fields that the event has already are kept as they are.
 */
export function applyMapping(mappings: Mappings, input: RawEvent): SigmaEvent {
  let event: SigmaEvent = { logsource: partsOf(input), fields: input.fields };
  for (const file of mappings.files) {
    if (isPartOf(file.logsource, event.logsource)) event = applyFile(file, event);
  }
  return event;
}

function applyFile(file: MappingFile, event: SigmaEvent): SigmaEvent {
  const sources = route(file, event);
  const [logsource = {}, ...further] = sources;
  const tables = file.fields.filter((table) => sources.some((source) => isPartOf(table.logsource, source)));
  const fields = tables.reduce(addFields, event.fields);
  return further.length === 0 ? { logsource, fields } : { logsource, furtherLogsources: further, fields };
}

function route(file: MappingFile, event: SigmaEvent): readonly SigmaLogSource[] {
  const named = withService(file, event);
  const table = file.categories.find(({ service }) => service === named.service);
  const categories =
    named.category !== undefined ? [] : (table?.values.get(keyOf(event.fields, table.field)) ?? []);
  const own = categories.length === 0 ? [named] : categories.map((category) => ({ ...named, category }));
  const added = file.further
    .filter(({ logsource }) => own.some((source) => isPartOf(logsource, source)))
    .map(({ add }) => ({ ...named, ...add }));
  return [...own, ...(event.furtherLogsources ?? []), ...added];
}

function withService(file: MappingFile, { logsource, fields }: SigmaEvent): SigmaLogSource {
  if (logsource.service !== undefined || file.services === null) return logsource;
  const service = file.services.values.get(keyOf(fields, file.services.field));
  return service === undefined ? logsource : { ...logsource, service };
}

function addFields(fields: RawEvent['fields'], table: FieldTable): RawEvent['fields'] {
  const added: Record<string, SigmaValue> = {};
  const isFree = (name: string) => fields[name] === undefined && added[name] === undefined;
  for (const { name, from } of table.aliases) {
    const source = isFree(name) ? from.find((other) => fields[other] !== undefined) : undefined;
    const value = source === undefined ? undefined : fields[source];
    if (value !== undefined) added[name] = value;
  }
  for (const { name, from, values } of table.translate) {
    const value = isFree(name) ? values.get(keyOf(fields, from)) : undefined;
    if (value !== undefined) added[name] = value;
  }
  for (const { name, templates } of table.compose) {
    const text = isFree(name) ? firstFilled(templates, { ...fields, ...added }) : null;
    if (text !== null) added[name] = text;
  }
  return Object.keys(added).length === 0 ? fields : { ...fields, ...added };
}

function firstFilled(templates: readonly string[], fields: RawEvent['fields']): string | null {
  for (const template of templates) {
    let complete = true;
    const text = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
      const value = textOf(fields[name]);
      if (value === '') complete = false;
      return value;
    });
    if (complete) return text;
  }
  return null;
}

function keyOf(fields: RawEvent['fields'], name: string): string {
  return textOf(fields[name]).toLowerCase();
}

function textOf(value: SigmaValue | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function partsOf({ product, category, service }: SigmaLogSource): SigmaLogSource {
  return {
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(service === undefined ? {} : { service }),
  };
}

function isPartOf(wanted: SigmaLogSource, actual: SigmaLogSource): boolean {
  return (
    (wanted.product === undefined || wanted.product === actual.product) &&
    (wanted.category === undefined || wanted.category === actual.category) &&
    (wanted.service === undefined || wanted.service === actual.service)
  );
}
