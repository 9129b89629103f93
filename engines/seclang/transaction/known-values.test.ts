import { describe, expect, it } from 'vitest';
import { KnownValues } from './known-values.ts';
import { createAnalysis, createVariable } from './variable.ts';

/** What is known of the value in a request of its own. */
function ask(known: KnownValues, value: string) {
  known.begin();
  return known.analysisOf(value);
}

describe('known values', () => {
  it('keep what was found out about a value, from the second request on that has it', () => {
    const known = new KnownValues();
    expect(ask(known, 'gzip')).toBeNull();
    expect(known.analysisOf('gzip'), 'twice in one request').toBeNull();
    const analysis = ask(known, 'gzip');
    expect(analysis?.text).toBe('gzip');
    expect(ask(known, `g${'zip'}`)).toBe(analysis);
    expect(ask(known, 'br')).toBeNull();
    expect(ask(known, 'br')).not.toBe(analysis);
  });

  it('keep no long values', () => {
    const known = new KnownValues();
    for (let request = 0; request < 3; request += 1) expect(ask(known, 'x'.repeat(1025))).toBeNull();
    for (let request = 0; request < 2; request += 1) ask(known, 'x'.repeat(1024));
    expect(ask(known, 'x'.repeat(1024))).not.toBeNull();
  });

  it('are shared by variables, but for those of which something was found out already', () => {
    const known = new KnownValues();
    ask(known, 'en');
    known.begin();
    const variable = createVariable('ARGS', 'lang', 'en');
    expect(known.analysisFor(variable)).toBe(known.analysisOf('en'));
    expect(variable.analysis).toBe(known.analysisOf('en'));
    const looked = createVariable('ARGS', 'lang', 'en');
    looked.analysis = { ...createAnalysis(), forms: ['en'] };
    expect(known.analysisFor(looked)).toBeNull();
  });

  it('forget values that did not come again while many others did, and keep those that did', () => {
    const known = new KnownValues();
    for (const value of ['once', 'often']) ask(known, value);
    const [once, often] = [ask(known, 'once'), ask(known, 'often')];
    for (let value = 0; value < 20_000; value += 1) {
      ask(known, String(value));
      ask(known, String(value));
      if (value % 500 === 0) {
        ask(known, 'often');
        expect(ask(known, 'often')).toBe(often);
      }
    }
    ask(known, 'once');
    expect(ask(known, 'once')).not.toBe(once);
  });
});
