import { expect, it } from 'vitest';
import { pendingMigrations } from './pending-migrations.ts';
import { MIGRATIONS } from './schema.ts';

const STEPS = [1, 2, 3].map((version) => ({ version, statements: [] }));

it('takes what is missing, in order', () => {
  expect(pendingMigrations(0, STEPS).map(({ version }) => version)).toEqual([1, 2, 3]);
  expect(pendingMigrations(2, STEPS).map(({ version }) => version)).toEqual([3]);
  expect(pendingMigrations(3, STEPS)).toEqual([]);
});

it('never goes backwards', () => {
  expect(() => pendingMigrations(4, STEPS)).toThrow(
    'the store has schema 4; this version of Dejfa knows schemas up to 3. ' +
      'Start the newer version that wrote it, or choose another store path.',
  );
});

it('numbers the released steps without a gap', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});
