import { describe, expect, it } from 'vitest';
import { SharedAnswers } from './shared-answers.ts';

function counting() {
  const clock = { now: 0, nowMs: () => clock.now };
  const shared = new SharedAnswers<number>(clock, 1_000);
  let asked = 0;
  const find = async () => {
    asked += 1;
    return asked;
  };
  return { clock, shared, find };
}

describe('shared answers', () => {
  it('are found once within the time, and anew after it', async () => {
    const { clock, shared, find } = counting();
    expect(await Promise.all([shared.ask('a', find), shared.ask('a', find)])).toEqual([1, 1]);
    clock.now = 999;
    expect(await shared.ask('a', find)).toBe(1);
    clock.now = 1_000;
    expect(await shared.ask('a', find)).toBe(2);
  });

  it('are kept apart by their question', async () => {
    const { shared, find } = counting();
    expect(await shared.ask('a', find)).toBe(1);
    expect(await shared.ask('b', find)).toBe(2);
  });

  it('are not kept when they failed', async () => {
    const { shared, find } = counting();
    await expect(shared.ask('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
    expect(await shared.ask('a', find)).toBe(1);
  });
});
