import type { SigmaEvent, SigmaLogSource } from '../api.ts';
import { addFields } from './add-fields.ts';
import { fieldsMeet, textOf, valueAt } from './field-value.ts';
import type { MappingFile, Mappings, RawEvent, Recogniser } from './mapping.ts';

/**
 * Adds what rules expect: the log source where the record came without one, its service and category, further log
 * sources, and fields under the names of the Sigma taxonomy. Parts and fields that the event has already are kept as
 * they are.
 */
export function applyMapping(mappings: Mappings, input: RawEvent): SigmaEvent {
  let event: SigmaEvent = { logsource: partsOf(input), fields: input.fields };
  if (isUnknown(event.logsource)) event = { ...event, logsource: recognised(mappings, input.fields) };
  for (const file of mappings.files) {
    if (isPartOf(file.logsource, event.logsource)) event = applyFile(file, event);
  }
  return event;
}

function isUnknown({ product, category, service }: SigmaLogSource): boolean {
  return product === undefined && category === undefined && service === undefined;
}

/** The log source by the first recogniser that fits; nothing where none does. */
function recognised(mappings: Mappings, fields: RawEvent['fields']): SigmaLogSource {
  for (const file of mappings.files) {
    for (const recogniser of file.recognise) if (isOf(recogniser, fields)) return recogniser.logsource;
  }
  return {};
}

/** Most recognisers fail on the names at the top, which is cheaper to see than values further in. */
function isOf({ heads, has, where }: Recogniser, fields: RawEvent['fields']): boolean {
  return (
    heads.every((names) => names.some((name) => Object.hasOwn(fields, name))) &&
    has.every((name) => valueAt(fields, name) !== undefined) &&
    fieldsMeet(fields, where)
  );
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
    .filter(
      ({ logsource, where }) =>
        own.some((source) => isPartOf(logsource, source)) && fieldsMeet(event.fields, where),
    )
    .map(({ add }) => ({ ...named, ...add }));
  return [...own, ...(event.furtherLogsources ?? []), ...added];
}

function withService(file: MappingFile, { logsource, fields }: SigmaEvent): SigmaLogSource {
  if (logsource.service !== undefined || file.services === null) return logsource;
  const service = file.services.values.get(keyOf(fields, file.services.field));
  return service === undefined ? logsource : { ...logsource, service };
}

function keyOf(fields: RawEvent['fields'], name: string): string {
  return textOf(valueAt(fields, name)).toLowerCase();
}

function partsOf({ product, category, service }: SigmaLogSource): SigmaLogSource {
  return {
    ...(product === undefined ? {} : { product }),
    ...(category === undefined ? {} : { category }),
    ...(service === undefined ? {} : { service }),
  };
}

/** True when every part that `wanted` names is the same in `actual`. */
export function isPartOf(wanted: SigmaLogSource, actual: SigmaLogSource): boolean {
  return (
    (wanted.product === undefined || wanted.product === actual.product) &&
    (wanted.category === undefined || wanted.category === actual.category) &&
    (wanted.service === undefined || wanted.service === actual.service)
  );
}
