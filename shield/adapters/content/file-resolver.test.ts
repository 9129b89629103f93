import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileResolver } from './file-resolver.ts';
import { CONTENT_LIMITS } from './limits.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dejfa-include-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const include = (pattern: string) =>
  fileResolver([root], { ...CONTENT_LIMITS, fileBytes: 8 }).include(pattern, join(root, 'main.conf'));

describe('an include', () => {
  it('takes files in the order of their names, and folders for nothing', () => {
    writeFileSync(join(root, 'b.conf'), 'b');
    writeFileSync(join(root, 'a.conf'), 'a');
    mkdirSync(join(root, 'c.conf'));
    expect(include('[a-c].conf')).toMatchObject([{ text: 'a' }, { text: 'b' }]);
    expect(include('none-*.conf')).toBeNull();
  });

  it('of which one file is too large is refused whole, and says which', () => {
    writeFileSync(join(root, 'a.conf'), 'a');
    writeFileSync(join(root, 'b.conf'), 'more than 8');
    expect(include('*.conf')).toEqual({
      kind: 'refused',
      reason: `${join(root, 'b.conf')} has more than 8 bytes`,
    });
  });

  it('of more than 1,000 files is refused, not cut', () => {
    for (let each = 0; each <= 1_000; each += 1) writeFileSync(join(root, `${each}.conf`), '');
    expect(include('*.conf')).toEqual({
      kind: 'refused',
      reason: '*.conf names 1001 files; at most 1000 can be included',
    });
  });
});
