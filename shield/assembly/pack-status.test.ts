import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RuleCache } from '@dejfa/seclang';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/index.ts';
import { loadContent } from './load-content.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dejfa-pack-status-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const PROJECT_CONTENT = join(import.meta.dirname, '../../content');

function addFolder(name: string, rules: string): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'rules.conf'), rules);
  return folder;
}

describe('the status of packs', () => {
  it('tells what became of the rules of each, from one load of all', async () => {
    const one = addFolder(
      'one',
      'SecRule ARGS "@rx ab" "id:1001,deny"\nSecRule ARGS "@rx (" "id:1002,deny"\n',
    );
    const two = addFolder(
      'two',
      'SecRule ARGS "@rx cd" "id:1001,deny"\nSecRule ARGS "@rx ef" "id:2001,deny"\n',
    );
    const packs = [
      { name: 'one', path: one },
      { name: 'two', path: two },
    ];
    const config = { ...defaultConfig().content, system: false, packs };
    const asked: string[] = [];
    const cache: RuleCache = {
      engine: 'e',
      get(key) {
        asked.push(key);
        return null;
      },
      set: () => {},
    };
    const folders = { projectContent: PROJECT_CONTENT, addedContent: join(root, 'none') };
    const loaded = await loadContent(config, folders, { cache });
    const statusOf = (name: string) =>
      loaded.packs.find((pack) => pack.name === name && pack.engine === 'seclang');
    expect(statusOf('one')?.rules).toEqual({ read: 2, loaded: 1, disabled: 0, refused: 1 });
    // Rules of one id are told of, which a load of the pack alone would not see.
    expect(statusOf('two')?.rules).toEqual({ read: 2, loaded: 1, disabled: 0, refused: 1 });
    expect(statusOf('two')?.problems.map(({ code }) => code)).toEqual(['seclang.duplicate-id']);
    // No rule file was read twice.
    expect(asked.length).toBeGreaterThan(2);
    expect(new Set(asked).size).toBe(asked.length);
  });
});
