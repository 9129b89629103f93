import type { ActorKey } from '../../model/index.ts';
import { timeParameter } from '../statement.ts';
import { type Row, readText, readTextOrNull } from './read-row.ts';

/** When a row was written by the shield's clock, and its place among rows of the same key. */
export interface Stamp {
  readonly storedMs: number;
  /** Grows with every batch, so that a later value replaces an earlier one. */
  readonly version: number;
}

/** Any text below `value` that UTF-8 cannot carry (a lone surrogate): then the columns alone would not give it back. */
function hasIllFormedText(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed();
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(hasIllFormedText);
  return Object.entries(value).some(([key, item]) => !key.isWellFormed() || hasIllFormedText(item));
}

/** The columns that every table has. `value` is the whole model value of the row. */
export function sharedColumns(value: object, stamp: Stamp): Row {
  return {
    stored_ms: timeParameter(stamp.storedMs),
    version: stamp.version,
    // JSON.stringify writes a lone surrogate as an escape, which is plain ASCII and survives.
    exact: hasIllFormedText(value) ? JSON.stringify(value) : '',
  };
}

/** Columns of an actor, both null for none. */
export function actorColumns(actor: ActorKey | null): Row {
  return { actor_kind: actor?.kind ?? null, actor_value: actor?.value.toWellFormed() ?? null };
}

/** Texts without lone surrogates, which UTF-8 cannot carry. */
export function wellFormed(texts: readonly string[]): readonly string[] {
  return texts.map((text) => text.toWellFormed());
}

/** The actor that {@link actorColumns} wrote. */
export function readActor(row: Row): ActorKey | null {
  const kind = readTextOrNull(row, 'actor_kind');
  return kind === null ? null : { kind: kind as ActorKey['kind'], value: readText(row, 'actor_value') };
}
