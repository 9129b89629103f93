import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generatedPages } from './generate-docs.ts';

it.each(Object.entries(generatedPages()))(
  '%s is current (else: node scripts/generate-docs.ts)',
  (path, text) => {
    expect(readFileSync(join(import.meta.dirname, '..', path), 'utf8')).toBe(text);
  },
);
