import { execFile } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadRules } from '@dejfa/seclang';
import { loadSigma } from '@dejfa/sigma';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRuleCache, openSigmaCache } from './index.ts';

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

describe('openSigmaCache', () => {
  const detection = 'detection: { s: { A: b }, condition: s }';
  const sources = [{ path: 'r.yml', text: `title: t\nid: r\nlogsource: { product: p }\n${detection}\n` }];
  const fires = (cache: ReturnType<typeof openSigmaCache>) => {
    const { engine, diagnostics } = loadSigma(sources, { cache });
    const hits = engine.evaluate({ logsource: { product: 'p' }, fields: { A: 'b' } });
    return [hits.length, diagnostics.flatMap(({ code, severity }) => (severity === 'info' ? [code] : []))];
  };

  it('serves a load beside SecLang rules, and is mended where it is damaged', () => {
    openRuleCache(folder()).set(KEY, Buffer.from('one'));
    expect(fires(openSigmaCache(folder()))).toEqual([1, []]);
    expect(fires(openSigmaCache(folder()))).toEqual([1, []]);
    const [name = ''] = readdirSync(folder()).filter((one) => one.endsWith('.sigma'));
    expect(readdirSync(folder()).sort()).toEqual([`${KEY}.rules`, name].sort());
    const path = join(folder(), name);
    truncateSync(path, statSync(path).size - 1);
    expect(fires(openSigmaCache(folder()))).toEqual([1, ['sigma.cache-ignored']]);
    expect(fires(openSigmaCache(folder()))).toEqual([1, []]);
  });

  it('reads anew what another engine read', () => {
    const [one, other] = ['one', 'other'].map((engine) => openSigmaCache(folder(), engine));
    for (const cache of [one, other, one]) if (cache !== undefined) expect(fires(cache)).toEqual([1, []]);
    expect(readdirSync(folder())).toHaveLength(2);
  });

  it('does without where the folder cannot be made', () => {
    writeFileSync(join(root, 'file'), '');
    expect(fires(openSigmaCache(join(root, 'file')))).toEqual([1, []]);
  });

  it('serves several processes that write the same at once', async () => {
    const { engine } = openSigmaCache(folder());
    const bytes = 'x'.repeat(3_000_000);
    const code = `
      import { openSigmaCache } from ${JSON.stringify(join(import.meta.dirname, 'index.ts'))};
      const cache = openSigmaCache(process.argv[1], process.argv[2]);
      for (let turn = 0; turn < 20; turn += 1) {
        cache.set('${KEY}', Buffer.alloc(3_000_000, 'x'));
        const { length } = cache.get('${KEY}') ?? [];
        if (length !== 3_000_000) process.exit(1);
      }`;
    const processes = [1, 2, 3].map(
      () =>
        new Promise((resolve) => {
          const args = ['--input-type=module-typescript', '-e', code, folder(), engine];
          execFile(process.execPath, args, (error) => resolve(error));
        }),
    );
    expect(await Promise.all(processes)).toEqual([null, null, null]);
    expect(readdirSync(folder())).toEqual([`${KEY}.sigma`]);
    expect(readFileSync(join(folder(), `${KEY}.sigma`), 'latin1')).toBe(bytes);
  });

  it('keeps few sets, and none that is too large', () => {
    const cache = openSigmaCache(folder(), 'e');
    for (let number = 0; number < 15; number += 1) {
      const key = number.toString(16).padStart(64, '0');
      cache.set(key, Buffer.from('x'));
      utimesSync(join(folder(), `${key}.sigma`), number + 1, number + 1);
    }
    expect(readdirSync(folder())).toHaveLength(12);
    cache.set(KEY, Buffer.alloc(64 * 1024 * 1024 + 1));
    expect(cache.get(KEY)).toBeNull();
  });
});
