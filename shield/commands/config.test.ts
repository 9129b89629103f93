import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from './testing/capture.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
});
afterEach(() => sandbox.remove());

const write = (text: string) => writeFileSync(join(sandbox.cwd, 'dejfa.yaml'), text);

it('writes a configuration that is valid, once', async () => {
  expect(await sandbox.run(['config', 'init', '--upstream', 'http://127.0.0.1:9'])).toMatchObject({
    code: 0,
  });
  expect(await sandbox.run(['config', 'check'])).toEqual({
    code: 0,
    out: 'dejfa.yaml: valid, 0 errors, 0 warnings\n',
    err: '',
  });
  const written = readFileSync(join(sandbox.cwd, 'dejfa.yaml'), 'utf8');
  const again = await sandbox.run(['config', 'init']);
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('is there already')]);
  expect(readFileSync(join(sandbox.cwd, 'dejfa.yaml'), 'utf8')).toBe(written);
});

it('writes nothing for an upstream that is none', async () => {
  const { code, err } = await sandbox.run(['config', 'init', '--upstream', 'file:///etc/passwd']);
  expect([code, err]).toEqual([2, expect.stringContaining('is not an upstream')]);
  expect((await sandbox.run(['config', 'check'])).err).toContain('there is no configuration');
});

it('reports errors with exit code 1, in words and as JSON', async () => {
  write('sevices: []\nsources: [{ name: a, kind: stdin }]\n');
  const words = await sandbox.run(['config', 'check']);
  expect(words.code).toBe(1);
  expect(words.out).toContain('dejfa.yaml:1:1: error config.unknown-key: unknown key sevices in the file');
  expect(words.out).toContain('help: did you mean services?');
  expect(words.out).toContain('dejfa.yaml: not valid, 1 error, 0 warnings');
  const json = JSON.parse((await sandbox.run(['config', 'check', '--json'])).out);
  expect(json).toMatchObject({
    file: 'dejfa.yaml',
    valid: false,
    diagnostics: [{ code: 'config.unknown-key' }],
  });
});

it('looks for the files that the configuration names', async () => {
  writeFileSync(join(sandbox.cwd, 'not.pem'), 'no certificate');
  write(
    'listen: { console: { tls: { certificate: not.pem, key: not.pem } } }\n' +
      'content: { countries: not.pem, packs: [{ name: mine, path: ./rules }, { name: file, path: not.pem }] }\n' +
      'sources: [{ name: a, kind: stdin }]\n',
  );
  const { code, out } = await sandbox.run(['config', 'check']);
  expect(code).toBe(1);
  const text = out.replaceAll(sandbox.cwd, 'CWD');
  await expect(text).toMatchFileSnapshot('goldens/missing-files.golden.txt');
});

it('looks into the pipelines that the configuration names', async () => {
  writeFileSync(join(sandbox.cwd, 'p.yml'), 'name: p\ntransformations:\n  - { type: nonsense }\n');
  const pipelines = 'content: { sigma: { pipelines: [p.yml, no.yml, .] } }\n';
  write(`${pipelines}sources: [{ name: a, kind: stdin }]\n`);
  const { code, out } = await sandbox.run(['config', 'check']);
  expect(code).toBe(1);
  await expect(out.replaceAll(sandbox.cwd, 'CWD')).toMatchFileSnapshot('goldens/pipeline-faults.golden.txt');
});

it('knows the formats of logs, and reads custom ones', async () => {
  const source = (name: string, format: string) => `  - { name: ${name}, kind: stdin, format: ${format} }\n`;
  const bad = [source('a', 'ngnix'), source('b', '{ nginx: "no variable" }'), source('c', 'zeek')];
  write(`sources:\n${bad.join('')}`);
  const { code, out } = await sandbox.run(['config', 'check']);
  expect(code).toBe(1);
  expect(out).toContain('dejfa.yaml:2:37: error config.unknown-format: there is no format ngnix');
  expect(out).toContain('help: did you mean nginx?');
  expect(out).toContain('dejfa.yaml:3:37: error config.bad-format: the format cannot be used');
  expect(out).toContain('not valid, 2 errors');
});

it('stops other commands when the configuration is not valid, with its mistakes', async () => {
  write('store: { kind: embeded }\n');
  const { code, out, err } = await sandbox.run(['decisions', 'list']);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('did you mean embedded?');
  expect(err).toContain('dejfa: the configuration dejfa.yaml is not valid');
});
