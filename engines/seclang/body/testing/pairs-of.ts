import { expect } from 'vitest';
import type { Arguments } from '../parsed-body.ts';

/** Names and values of arguments; fails where the list of names is not that of the fields. */
export function pairsOf({ fields, names }: Arguments): readonly (readonly [name: string, value: string])[] {
  expect(names.map(({ collection, value }) => [collection, value])).toEqual(
    fields.map(({ key }) => ['ARGS_NAMES', key]),
  );
  expect(new Set(names).size).toBe(names.length);
  return fields.map(({ key, value }) => [key, value]);
}
