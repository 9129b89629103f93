import { expect, it } from 'vitest';
import { engineError } from './engine-error.ts';

it.each([
  ['Code: 243. DB::Exception: Cannot reserve 2.91 MiB, not enough space. (NOT_ENOUGH_SPACE)', 'disk-full'],
  ['Code: 75. DB::Exception: write failed: errno: 28, strerror: No space left on device', 'disk-full'],
  ["Code: 40. DB::Exception: Checksum doesn't match: corrupted data.", 'damaged'],
  ['Waited job failed: Suspiciously many (1 parts, 1.03 KiB in total) broken parts to remove', 'damaged'],
  ['Code: 76. DB::Exception: Cannot lock file /x/status. Another server instance', 'locked'],
  ['Code: 516. DB::Exception: default: Authentication failed', 'unavailable'],
  ['Code: 252. DB::Exception: Too many parts', 'unavailable'],
  ['Code: 210. DB::NetException: Connection refused', 'unreachable'],
  ['Code: 27. DB::Exception: Cannot parse input', 'rejected'],
  ['something else', 'rejected'],
])('reads %s', (text, code) => {
  expect(engineError(text).code).toBe(code);
});

it('says what to do, and keeps the words of the engine to a bearable length', () => {
  const error = engineError(`Code: 40. DB::Exception: ${'x'.repeat(5_000)}`);
  expect(error.message).toMatch(
    /^A file of the store is damaged: restore the folder from a backup, or move it away/,
  );
  expect(error.message.length).toBeLessThan(900);
});
