import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRules } from '@dejfa/seclang';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRuleCache } from './index.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dejfa-rule-cache-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const folder = () => join(root, 'rules');
const KEY = 'a'.repeat(64);

describe('openRuleCache', () => {
  it('gives what was kept, to its owner alone, and nothing where nothing was', () => {
    const cache = openRuleCache(folder());
    expect(cache.get(KEY)).toBeNull();
    cache.set(KEY, Buffer.from('one'));
    cache.set(KEY, Buffer.from('two'));
    expect(cache.get(KEY)).toEqual(Buffer.from('two'));
    expect(readdirSync(folder())).toEqual([`${KEY}.rules`]);
    expect(statSync(join(folder(), `${KEY}.rules`)).mode & 0o777).toBe(0o600);
  });

  it('knows the engine by its files: the same each time, and a digest', () => {
    expect(openRuleCache(folder()).engine).toMatch(/^[0-9a-f]{64}$/);
    expect(openRuleCache(folder()).engine).toBe(openRuleCache(root).engine);
  });

  it('does without where the folder cannot be made or is none', () => {
    writeFileSync(join(root, 'file'), '');
    const cache = openRuleCache(join(root, 'file'), 'e');
    cache.set(KEY, Buffer.from('one'));
    expect(cache.get(KEY)).toBeNull();
  });

  it('keeps a bounded number, the newest', () => {
    const cache = openRuleCache(folder(), 'e');
    const keyOf = (number: number) => number.toString(16).padStart(64, '0');
    for (let number = 0; number < 260; number += 1) {
      cache.set(keyOf(number), Buffer.from('x'));
      utimesSync(join(folder(), `${keyOf(number)}.rules`), number + 1, number + 1);
    }
    cache.set(keyOf(999), Buffer.from('x'));
    const names = readdirSync(folder());
    expect(names).toHaveLength(256);
    expect(names).toContain(`${keyOf(999)}.rules`);
    expect(names).not.toContain(`${keyOf(0)}.rules`);
  });

  it('keeps what is read, however old', () => {
    const cache = openRuleCache(folder(), 'e');
    const keyOf = (number: number) => number.toString(16).padStart(64, '0');
    for (let number = 0; number < 256; number += 1) {
      cache.set(keyOf(number), Buffer.from('x'));
      utimesSync(join(folder(), `${keyOf(number)}.rules`), number + 1, number + 1);
    }
    expect(cache.get(keyOf(0))).toEqual(Buffer.from('x'));
    cache.set(keyOf(999), Buffer.from('x'));
    expect(cache.get(keyOf(0))).toEqual(Buffer.from('x'));
    expect(cache.get(keyOf(1))).toBeNull();
  });

  it('serves a load', () => {
    const rules = [{ path: 'r.conf', text: 'SecRule ARGS "@rx union\\s+select" "id:1,deny"\n' }];
    const resolver = { include: () => null, data: () => null };
    loadRules(rules, resolver, { cache: openRuleCache(folder()) });
    const [name = ''] = readdirSync(folder());
    writeFileSync(join(folder(), name), 'damaged');
    const { diagnostics } = loadRules(rules, resolver, { cache: openRuleCache(folder()) });
    expect(diagnostics.map(({ code }) => code)).toEqual(['seclang.cache-ignored']);
    expect(loadRules(rules, resolver, { cache: openRuleCache(folder()) }).diagnostics).toEqual([]);
  });
});
