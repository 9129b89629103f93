import { describe, expect, it } from 'vitest';
import { NOW_MS, sampleAttempt } from '../../../shield/adapters/api/testing/samples.ts';
import type { AttemptQuery } from './attempt-query.ts';
import { matchesQuery } from './attempt-query.ts';
import { mergeAttempts } from './merge-attempts.ts';
import type { AttemptPage } from './wire.ts';

const at = (id: string, agoMs: number) => sampleAttempt({ id, lastMs: NOW_MS - agoMs });

describe('live attempts in pages that were read', () => {
  const pages: AttemptPage[] = [
    { attempts: [at('a', 10), at('b', 20)], next: 'more' },
    { attempts: [at('c', 30)], next: null },
  ];
  const idsOf = (merged: typeof pages) => merged.map((page) => page.attempts.map(({ id }) => id));

  it('come first, and an attempt that changed moves up and is there once', () => {
    const changed = { ...at('c', 5), signalCount: 9 };
    const merged = mergeAttempts(pages, [at('d', 1), at('c', 6), changed], {});
    expect(idsOf(merged)).toEqual([['d', 'c', 'a', 'b'], []]);
    expect(merged[0]?.attempts[1]).toBe(changed);
    expect(merged.map(({ next }) => next)).toEqual(['more', null]);
  });

  it('stay out where the filter is not met, and leave where it is met no longer', () => {
    const merged = mergeAttempts(pages, [{ ...at('a', 1), outcome: 'unknown' }], { outcome: 'blocked' });
    expect(idsOf(merged)).toEqual([['b'], ['c']]);
  });

  it('wait where nothing was read yet', () => {
    expect(mergeAttempts([], [at('a', 1)], {})).toEqual([]);
  });
});

describe('filter of live attempts', () => {
  it.each<[AttemptQuery, boolean]>([
    [{}, true],
    [{ service: 'portal' }, true],
    [{ service: 'mail' }, false],
    [{ class: 'fraud' }, false],
    [{ outcome: 'blocked' }, true],
    [{ severity: 'high' }, true],
    [{ severity: 'critical', text: 'xss' }, true],
    [{ text: '203.0.113' }, true],
    [{ text: 't1190' }, true],
    [{ text: 'nothing like it' }, false],
  ])('%j', (query, expected) => {
    expect(matchesQuery(sampleAttempt({ id: 'a' }), query)).toBe(expected);
  });

  it('takes a severity as the least', () => {
    expect(matchesQuery(sampleAttempt({ id: 'a', severity: 'medium' }), { severity: 'high' })).toBe(false);
  });
});
