import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from './testing/capture.ts';

const sandbox = createSandbox();
afterAll(() => sandbox.remove());

const RULE = `title: Marker
id: 11111111-2222-4333-8444-555555555555
status: test
logsource: { category: webserver }
detection:
  selection: { asked|contains|expand: '%markers%' }
  condition: selection
level: high
`;

const PIPELINE = `name: our names
transformations:
  - { type: field_name_mapping, mapping: { asked: cs-uri-query } }
`;

beforeAll(() => {
  const content = join(import.meta.dirname, '..', '..', 'content', 'mappings');
  cpSync(content, join(sandbox.cwd, 'content', 'mappings'), { recursive: true });
  mkdirSync(join(sandbox.cwd, 'pack'));
  const write = (name: string, text: string) => writeFileSync(join(sandbox.cwd, name), text);
  write('pack/marker.yml', RULE);
  write('names.yml', PIPELINE);
  const settings = 'sigma: { pipelines: [names.yml], placeholders: { markers: [dejfa-marker] } }';
  const packs = 'base: false, system: false, packs: [{ name: pack, path: pack }]';
  write('with.yaml', `content: { ${packs}, ${settings} }\n`);
  write('without.yaml', `content: { ${packs} }\n`);
  write('unreadable.yaml', `content: { ${packs}, sigma: { pipelines: [nowhere.yml] } }\n`);
  write(
    'a.log',
    '203.0.113.7 - - [23/Nov/2026:10:00:00 +0000] "GET /?q=dejfa-marker HTTP/1.1" 200 5 "-" "x"\n',
  );
});

const COMMANDS: readonly (readonly [argv: readonly string[], codeWith: number, codeWithout: number])[] = [
  [['hunt', 'a.log'], 1, 2],
  [['hunt', 'a.log', '--rules', 'pack'], 1, 2],
  [['rules', 'lint', 'pack'], 0, 1],
  [['rules', 'test', 'pack', 'a.log'], 0, 2],
  [['rules', 'explain', 'pack', 'a.log'], 0, 2],
  [['content', 'list', '--problems'], 0, 0],
];

describe('pipelines and placeholders of dejfa.yaml', () => {
  it.each(COMMANDS)('hold for %j', async (argv, codeWith, codeWithout) => {
    const { code, out, err } = await sandbox.run([...argv, '--config', 'with.yaml'], { columns: 160 });
    expect([code, err]).toEqual([codeWith, '']);
    expect(out).not.toContain('sigma.unfilled-placeholder');
    const without = await sandbox.run([...argv, '--config', 'without.yaml']);
    expect(without.code).toBe(codeWithout);
    expect(without.out + without.err).toMatch(
      /marker\.yml:6:\d+: (?:error|refused) sigma\.unfilled-placeholder: Nothing fills the placeholder %markers%\n/,
    );
    const unreadable = await sandbox.run([...argv, '--config', 'unreadable.yaml']);
    expect([unreadable.code, unreadable.out]).toEqual([2, '']);
    expect(unreadable.err).toMatch(
      /dejfa: the pipeline .*nowhere\.yml cannot be read\n {2}help: correct content\.sigma\.pipelines/,
    );
  });
});
