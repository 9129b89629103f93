import fc from 'fast-check';
import { expect, it } from 'vitest';
import { filetimeMs, formatFiletime } from './filetime.ts';

it('agrees with Date on every day that Date has', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2_650_467_743_999_999_999n }), (ticks) => {
      const view = new DataView(new ArrayBuffer(8));
      view.setBigUint64(0, ticks, true);
      const ms = Number(ticks / 10_000n - 11_644_473_600_000n);
      const wanted = new Date(ms).toISOString().replace(/\.\d+Z$/, '');
      expect(formatFiletime(view, 0)).toBe(`${wanted}.${String(ticks % 10_000_000n).padStart(7, '0')}Z`);
      expect(Math.abs(filetimeMs(view, 0) - ms)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2000 },
  );
});
