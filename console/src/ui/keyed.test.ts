import { describe, expect, it } from 'vitest';
import { keyed } from './keyed.ts';

describe('keyed', () => {
  it('keeps keys apart where items say the same', () => {
    expect(keyed(['a', 'b', 'a'], (item) => item)).toEqual([
      { key: '1 a', item: 'a' },
      { key: '1 b', item: 'b' },
      { key: '2 a', item: 'a' },
    ]);
  });

  it('is not led astray by content that looks like a key', () => {
    const keys = keyed(['1 a', 'a', 'a', '2 a'], (item) => item).map(({ key }) => key);
    expect(new Set(keys).size).toBe(4);
  });

  it('leaves the keys of the others as they were when an item comes before them', () => {
    const before = keyed(['a', 'b'], (item) => item).map(({ key }) => key);
    const after = keyed(['new', 'a', 'b'], (item) => item).map(({ key }) => key);
    expect(after.slice(1)).toEqual(before);
  });
});
