import { describe, expect, it } from 'vitest';
import { AutomatonMemory, type Tenant } from './automaton-memory.ts';
import { compileRegex } from './compile.ts';

function tenant(): Tenant & { forgotten: number } {
  return {
    bytes: 0,
    usedAt: 0,
    forgotten: 0,
    forget() {
      this.forgotten += 1;
    },
  };
}

describe('AutomatonMemory', () => {
  it('empties who was not used for longest, and not who asks', () => {
    const memory = new AutomatonMemory(100);
    const [first, second, third] = [tenant(), tenant(), tenant()];
    memory.grow(first, 40);
    memory.grow(second, 40);
    first.usedAt = memory.clock + 1;
    memory.grow(third, 30);
    expect([first.forgotten, second.forgotten, third.forgotten]).toEqual([0, 1, 0]);
    expect(memory.usedBytes).toBe(70);
    memory.grow(third, 200);
    expect([first.forgotten, second.forgotten, third.forgotten]).toEqual([1, 1, 0]);
    expect(memory.usedBytes).toBe(230);
    memory.release(third);
    expect(memory.usedBytes).toBe(0);
  });

  it('holds the automata of many patterns within its limit, whatever the subjects, with the same answers', () => {
    const limit = 512 * 1024;
    const memory = new AutomatonMemory(limit);
    const patterns = Array.from({ length: 40 }, (_, number) => `[a-f]*${number % 7}[a-f]{2}.{9}y`);
    const regexes = patterns.flatMap((pattern) => {
      const regex = compileRegex(pattern, {}, { memory });
      return regex.kind === 'regex' ? [regex] : [];
    });
    let state = 1;
    let most = 0;
    let matches = 0;
    for (let round = 0; round < 60; round += 1) {
      const subject = Array.from({ length: 200 }, () => {
        state = (state * 48_271) % 2_147_483_647;
        return 'abcdef0123456xy'.charAt(state % 15);
      }).join('');
      for (const [number, regex] of regexes.entries()) {
        const isFound = regex.test(subject);
        if (isFound) matches += 1;
        expect(isFound).toBe(new RegExp(patterns[number] ?? '').test(subject));
        expect(regex.exec(subject) !== null).toBe(isFound);
        most = Math.max(most, memory.usedBytes);
      }
    }
    expect(matches).toBeGreaterThan(10);
    expect(most).toBeGreaterThan(limit / 2);
    expect(most).toBeLessThan(1.1 * limit);
  });
});
