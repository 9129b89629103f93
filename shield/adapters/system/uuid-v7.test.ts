import { expect, it } from 'vitest';
import { createUuidV7 } from './uuid-v7.ts';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it('makes identifiers of the right form that never repeat and always rise', () => {
  let nowMs = 1_795_000_000_000;
  const ids = createUuidV7({ nowMs: () => nowMs });
  const made = Array.from({ length: 20_000 }, (_, index) => {
    if (index % 5_000 === 0) nowMs += index % 10_000 === 0 ? 1 : -3;
    return ids.next();
  });
  expect(made.every((id) => FORM.test(id))).toBe(true);
  expect(new Set(made).size).toBe(made.length);
  expect([...made].sort()).toEqual(made);
});

it('carries the time of the clock', () => {
  const id = createUuidV7({ nowMs: () => 0x0123456789ab }).next();
  expect(id.startsWith('01234567-89ab-7000-')).toBe(true);
});
