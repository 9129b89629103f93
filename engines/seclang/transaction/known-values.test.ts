import { describe, expect, it } from 'vitest';
import { KnownValues } from './known-values.ts';

describe('known values', () => {
  it('keep what was found out about a value', () => {
    const known = new KnownValues();
    expect(known.analysisOf('gzip')).toBe(known.analysisOf(`g${'zip'}`));
    expect(known.analysisOf('gzip')).not.toBe(known.analysisOf('br'));
    expect(known.analysisOf('x'.repeat(257))).toBeNull();
  });

  it('forget values that did not come again while many others did, and keep those that did', () => {
    const known = new KnownValues();
    const [once, often] = [known.analysisOf('once'), known.analysisOf('often')];
    for (let value = 0; value < 20_000; value += 1) {
      known.analysisOf(String(value));
      if (value % 1000 === 0) expect(known.analysisOf('often')).toBe(often);
    }
    expect(known.analysisOf('once')).not.toBe(once);
  });
});
