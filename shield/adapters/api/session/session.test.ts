import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MemoryStateStore } from '../testing/memory-state-store.ts';
import { ensureFirstAccount } from './first-account.ts';
import { LoginThrottle } from './login-throttle.ts';
import { DECOY_HASH, isPassword } from './password.ts';

describe('the first account', () => {
  it('is made once, and only its hash is kept', async () => {
    const state = new MemoryStateStore();
    const clock = { nowMs: () => 7 };
    const made = ensureFirstAccount(state, randomBytes, clock);
    expect(made?.password).toMatch(/^([2-9a-hj-km-np-tw-z]{4}-){4}[2-9a-hj-km-np-tw-z]{4}$/);
    expect(ensureFirstAccount(state, randomBytes, clock)).toBeNull();
    const kept = state.account(made?.name ?? '');
    expect(kept?.passwordHash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    expect(kept?.passwordHash).not.toContain(made?.password);
    expect(await isPassword(made?.password ?? '', kept?.passwordHash ?? '')).toBe(true);
    expect(await isPassword(`${made?.password} `, kept?.passwordHash ?? '')).toBe(false);
  });
});

describe('password hashes', () => {
  it.each(['', 'plain', '$scrypt$ln=99$x$y', '$argon2id$v=19$m=65536,t=2,p=1$aaaaaaaaaaa$bbbbbbbbbbbbbbbbb'])(
    'no password fits %j',
    async (hash) => {
      expect(await isPassword('', hash)).toBe(false);
    },
  );

  it('no password fits the decoy, which is checked like a real one', async () => {
    expect(await isPassword('AAAA', DECOY_HASH)).toBe(false);
  });
});

describe('throttle', () => {
  it('lets five through, then doubles the wait up to five minutes, and forgets after an hour', () => {
    const throttle = new LoginThrottle();
    let nowMs = 0;
    for (let at = 0; at < 5; at += 1) expect(throttle.begin(['account:a'], nowMs)).toBe(0);
    const waits: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      const waitMs = throttle.begin(['account:a'], nowMs);
      waits.push(waitMs / 1_000);
      nowMs += waitMs;
      expect(throttle.begin(['account:a'], nowMs)).toBe(0);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    expect(throttle.begin(['account:a'], nowMs + 3_600_001)).toBe(0);
  });

  it('waits when any key must wait, and then counts against none', () => {
    const throttle = new LoginThrottle();
    for (let at = 0; at < 5; at += 1) throttle.begin(['address:x', `account:${at}`], 0);
    expect(throttle.begin(['address:x', 'account:fresh'], 0)).toBe(1_000);
    for (let at = 0; at < 5; at += 1) expect(throttle.begin(['address:y', 'account:fresh'], 0)).toBe(0);
    expect(throttle.begin(['address:z', 'account:fresh'], 0)).toBe(1_000);
  });

  it('starts again after a right password', () => {
    const throttle = new LoginThrottle();
    for (let at = 0; at < 5; at += 1) throttle.begin(['account:a'], 0);
    throttle.clear(['account:a']);
    expect(throttle.begin(['account:a'], 0)).toBe(0);
  });

  it('stays bounded when every attempt comes from another address', () => {
    const throttle = new LoginThrottle();
    for (let at = 0; at < 5; at += 1) throttle.begin(['address:first'], 0);
    for (let at = 0; at < 10_000; at += 1) throttle.begin([`address:${at}`], 0);
    expect(throttle.begin(['address:first'], 0)).toBe(0);
  });
});
