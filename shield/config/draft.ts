import type { Path } from './config-text.ts';
import { memberOf } from './schema-view.ts';

/** A value of the file with its place, before anything is known of its type. */
export interface Draft {
  readonly value: unknown;
  readonly path: Path;
}

/** The member at `keys` below `draft`; its value is undefined where there is none. */
export function under(draft: Draft, ...keys: readonly (string | number)[]): Draft {
  return { value: keys.reduce<unknown>(memberOf, draft.value), path: [...draft.path, ...keys] };
}

/** The items of a list; nothing when it is none, which the schema reports. */
export function itemsOf(draft: Draft): readonly Draft[] {
  if (!Array.isArray(draft.value)) return [];
  return draft.value.map((_, index) => under(draft, index));
}

/** The text that stands there; null where it is no text. */
export function textOf(draft: Draft): string | null {
  return typeof draft.value === 'string' ? draft.value : null;
}
