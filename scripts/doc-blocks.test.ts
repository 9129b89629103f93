import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkPipelines, loadMappings, loadSigma } from '@dejfa/sigma';
import { afterAll, describe, expect, it } from 'vitest';
import { buildChunk, buildFile } from '../engines/evtx/testing/build-evtx.ts';
import { parseConfig } from '../shield/config/index.ts';

const ROOT = join(import.meta.dirname, '..');
const run = promisify(execFile);
const pageOf = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');

/** Runs a block of TypeScript as it is printed, in this folder. */
async function outputOf(program: string, cwd: string): Promise<string> {
  const { stdout, stderr } = await run(
    process.execPath,
    ['--input-type=module-typescript', '--eval', program],
    { cwd },
  );
  expect(stderr).toBe('');
  return stdout;
}

describe('the page on Sigma', () => {
  const page = pageOf('sigma.md');
  const programs = [...page.matchAll(/```ts\n([\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g)];
  const documents = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const yamlWith = (key: string) =>
    documents.find((text) => text.includes(`\n${key}:`) || text.startsWith(`${key}:`)) ?? '';

  it('begins with about ten lines', () => {
    const first = programs[0]?.[1] ?? '';
    expect(page.indexOf('```ts')).toBeLessThan(20);
    expect(first.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
  });

  it.each(programs.map(([, program = '', output = ''], at) => [at + 1, program, output] as const))(
    'block %i runs, and prints what the page says',
    async (_, program, output) => {
      expect(output).not.toBe('');
      expect(await outputOf(program, ROOT)).toBe(output);
    },
  );

  it('shows a pipeline, a mapping and settings that can be read', () => {
    expect(checkPipelines([{ path: 'page', text: yamlWith('transformations') }])).toEqual([]);
    expect(loadMappings([{ path: 'page', text: yamlWith('mapping') }]).diagnostics).toEqual([]);
    const { config } = parseConfig(`${yamlWith('content')}sources: [{ name: a, kind: stdin }]\n`, 'page');
    expect(config?.content.sigma.placeholders).toEqual({ Administrators: ['root', 'adm_*'] });
  });

  it('shows correlations and a filter that can be loaded', () => {
    const rule = (name: string, id: string) =>
      `title: ${name}\nname: ${name}\nid: ${id}\nlevel: low\nlogsource: { product: windows, category: process_creation }\ndetection: { a: { b: c }, condition: a }\n`;
    const text = [
      rule('failed_login', '11111111-2222-4333-8444-000000000001'),
      rule('successful_login', '11111111-2222-4333-8444-000000000002'),
      rule('archiver', '6f3e2987-db24-4c78-a860-b4f4095a7095'),
      yamlWith('correlation'),
      yamlWith('filter'),
    ].join('---\n');
    const { diagnostics, correlations, filters } = loadSigma([{ path: 'page', text }]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([correlations.length, filters.map(({ rules }) => rules.length)]).toEqual([2, [1]]);
  });
});

describe('the page on event logs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-page-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('begins with a program that prints the records of a log', async () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    const entry = {
      root: {
        name: 'Event',
        children: [{ name: 'System', children: [{ name: 'EventID', children: ['4688'] }] }],
      },
      values: [],
    };
    writeFileSync(join(folder, 'Security.evtx'), buildFile([buildChunk([entry, entry])]));
    const program = /```ts\n([\s\S]*?)```/.exec(pageOf('evtx.md'))?.[1] ?? '';
    expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(12);
    const output = await outputOf(program, folder);
    expect(output.match(/EventID: '?4688/g)).toHaveLength(2);
  });
});
