import { describe, expect, it } from 'vitest';
import { sampleAttempt } from '../../../shield/adapters/api/testing/samples.ts';
import type { Attempt } from '../../../shield/model/index.ts';
import { RSIT_CLASSES, SEVERITIES } from '../../../shield/model/index.ts';
import { CLASSES, outcomeReason, SEVERITY_ORDER } from './words.ts';

describe('words of the model', () => {
  it('are all here, in the same order', () => {
    expect(SEVERITY_ORDER).toEqual(SEVERITIES);
    expect(CLASSES).toEqual(Object.keys(RSIT_CLASSES));
  });
});

describe('reason of an outcome', () => {
  it.each<[Partial<Attempt>, string]>([
    [{ outcome: 'blocked', eventCount: 3, blockedCount: 3 }, 'allBlocked'],
    [{ outcome: 'blocked', eventCount: 3, blockedCount: 2 }, 'blockedNoCount'],
    [{ outcome: 'unknown', eventCount: 3, blockedCount: 1 }, 'someBlocked'],
    [{ outcome: 'unknown', eventCount: 3, blockedCount: 0 }, 'noneBlocked'],
    [{ outcome: 'no-effect', eventCount: 3, blockedCount: 0 }, 'noEffect'],
    [{ outcome: 'succeeded', eventCount: 3, blockedCount: 3 }, 'succeeded'],
  ])('%j is %s', (over, expected) => {
    expect(outcomeReason(sampleAttempt({ id: 'a', ...over }))).toBe(expected);
  });
});
