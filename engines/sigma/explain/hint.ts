import type { SigmaEvent } from '../api.ts';
import type { ItemClause } from './explanation.ts';

/** What often lies behind an item that does not hold; null when there is nothing to say. */
export function hintOf({ field, values, negated }: ItemClause, event: SigmaEvent): string | null {
  if (field === null || values !== null || negated) return null;
  const names = Object.keys(event.fields);
  if (names.length === 0) return 'the event has no fields';
  const plain = bare(field);
  const near = names.find((name) => bare(name) === plain);
  if (near !== undefined) return `the event has ${near}: names of fields must be the same to the letter`;
  const part = names.find((name) => bare(name).endsWith(plain) || plain.endsWith(bare(name)));
  return part === undefined
    ? null
    : `the event has ${part}, which a mapping or a pipeline could give this name`;
}

/** A name without case and separators. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
