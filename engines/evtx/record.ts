import type { EvtxRecord, EvtxValue } from './api.ts';
import type { Element } from './binxml/node.ts';
import { parseFragment } from './binxml/parse.ts';
import { Damage } from './file/damage.ts';
import { documentOfElements } from './text/document.ts';
import { flatten } from './text/flat.ts';
import { formatElements } from './text/xml.ts';

/**
 * The fields of a record by the names that rules use: `EventID`, `Channel`, `Provider_Name`, …, and those of its data.
 * Null when the record cannot be decoded; the reader's diagnostics say why.
 */
export function fieldsOf(record: EvtxRecord): { readonly [name: string]: EvtxValue } | null {
  const event = elementsOfRecord(record)?.[0];
  return event === undefined ? null : Object.fromEntries(flatten(event));
}

/** The record nested as in its XML: `{ Event: { System: …, EventData: … } }`. Null when it cannot be decoded. */
export function documentOf(record: EvtxRecord): { readonly [name: string]: EvtxValue } | null {
  const elements = elementsOfRecord(record);
  return elements === null ? null : documentOfElements(elements);
}

/** The record as XML, indented. Null when it cannot be decoded. */
export function formatXml(record: EvtxRecord): string | null {
  const elements = elementsOfRecord(record);
  return elements === null ? null : formatElements(elements);
}

/** The record as elements, templates filled in; null, and a diagnostic, when it cannot be decoded. */
export function elementsOfRecord(record: EvtxRecord): readonly Element[] | null {
  try {
    const elements = parseFragment(record.chunk, { at: record.start, end: record.end }, 0);
    if (elements.length === 0) throw new Damage('it holds no event', record.start);
    return elements;
  } catch (cause) {
    reportDamage(record, cause);
    return null;
  }
}

/** Keeps why a record cannot be decoded. What is no {@link Damage} is a defect of ours, told without stopping the file. */
export function reportDamage(record: EvtxRecord, cause: unknown): void {
  const { log } = record.chunk;
  log.unreadable += 1;
  const code = cause instanceof Damage ? cause.code : 'evtx.unreadable-record';
  const reason = cause instanceof Error ? cause.message : String(cause);
  log.report(code, `Record ${record.id} cannot be decoded: ${reason}`, record.offset);
}
