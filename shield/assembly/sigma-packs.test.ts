import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadSigma } from '@dejfa/sigma';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../config/index.ts';
import { LogDetector } from '../detect/log-detector.ts';
import { countingIds, sampleEvent } from '../testing/samples.ts';
import { loadContent } from './load-content.ts';
import { liveCoverage, logRules } from './log-rules.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dejfa-sigma-packs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const [RULE, OTHER] = [
  '11111111-2222-4333-8444-555555555555',
  '21111111-2222-4333-8444-555555555555',
] as const;
const LOGSOURCE = 'logsource: { product: p }\n';

const rule = (id: string, name: string, selection: string) =>
  `title: ${name}\nname: ${name}\nid: ${id}\nstatus: test\nlevel: low\n${LOGSOURCE}` +
  `detection: { selection: { ${selection} }, condition: selection }\n`;

const FILES = {
  'theirs/rule.yml': rule(RULE, 'theirs', 'f: [a, admin]'),
  'theirs/other.yml': rule(OTHER, 'other', 'f|expand: "%names%"'),
  'ours/filter.yml':
    'title: ours\nid: 31111111-2222-4333-8444-555555555555\n' +
    `${LOGSOURCE}filter: { rules: [theirs], selection: { user: root }, condition: selection }\n`,
  'ours/correlation.yml':
    'title: many\nid: 41111111-2222-4333-8444-555555555555\nstatus: test\n' +
    'correlation: { type: event_count, rules: [theirs], group-by: [f], timespan: 1m, condition: { gte: 2 } }\n',
  'pipeline.yml':
    'name: renames\ntransformations:\n  - { type: field_name_mapping, mapping: { f: renamed } }\n',
  'broken.yml': 'name: broken\ntransformations:\n  - { type: nonsense }\n',
};

async function load(sigma: { pipelines?: string[]; placeholders?: object }, disable: readonly string[] = []) {
  for (const [name, text] of Object.entries(FILES)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const packs = ['theirs', 'ours'].map((name) => ({ name, path: join(root, name) }));
  const pipelines = (sigma.pipelines ?? []).map((name) => join(root, name));
  const config = {
    ...defaultConfig().content,
    base: false,
    system: false,
    packs,
    disable,
    sigma: { pipelines, placeholders: { ...sigma.placeholders } },
  };
  const folders = {
    projectContent: join(import.meta.dirname, '../../content'),
    addedContent: join(root, 'no'),
  };
  const content = await loadContent(config, folders);
  const fired = (fields: Record<string, string>) =>
    content.sigma.evaluate({ logsource: { product: 'p' }, fields }).map((hit) => hit.rule.title);
  const rulesOf = (name: string) => content.packs.find((pack) => pack.name === name)?.rules;
  const problemsOf = (name: string) =>
    content.packs
      .find((pack) => pack.name === name)
      ?.problems.map(({ code, place, rule }) => [code, rule ?? place.replace(`${root}/`, '')]);
  return { content, fired, rulesOf, problemsOf };
}

describe('Sigma rules of several packs', () => {
  it('are filtered and correlated by those of others, and each pack has its own status', async () => {
    const { content, fired, rulesOf, problemsOf } = await load({});
    expect([fired({ f: 'a' }), fired({ f: 'a', user: 'root' })]).toEqual([['theirs'], []]);
    expect(content.correlations.correlations.map(({ inputs }) => inputs.map(({ id }) => id))).toEqual([
      [RULE],
    ]);
    expect([...content.correlations.onlyCorrelated]).toEqual([RULE]);
    expect(rulesOf('theirs')).toEqual({ read: 2, loaded: 1, disabled: 0, refused: 1 });
    expect(rulesOf('ours')).toEqual({ read: 2, loaded: 2, disabled: 0, refused: 0 });
    expect(problemsOf('theirs')).toEqual([['sigma.unfilled-placeholder', 'theirs/other.yml:7:37']]);
    expect(content.packOf(join(root, 'ours/correlation.yml'))).toMatch(/^ours /);
  });

  it('have their placeholders filled and their fields renamed as the configuration says', async () => {
    const { fired, rulesOf } = await load({ pipelines: ['pipeline.yml'], placeholders: { names: ['x*'] } });
    expect([fired({ renamed: 'a' }), fired({ renamed: 'xyz' }), fired({ f: 'a' })]).toEqual([
      ['theirs'],
      ['other'],
      [],
    ]);
    expect(rulesOf('theirs')).toEqual({ read: 2, loaded: 2, disabled: 0, refused: 0 });
  });

  it('are not run without one that is switched off, and what refers to it says so', async () => {
    const { fired, rulesOf, problemsOf } = await load({ placeholders: { names: ['x'] } }, [
      RULE.toUpperCase(),
    ]);
    expect([fired({ f: 'a' }), fired({ f: 'x' })]).toEqual([[], ['other']]);
    expect(rulesOf('theirs')).toEqual({ read: 2, loaded: 1, disabled: 1, refused: 0 });
    expect(rulesOf('ours')).toEqual({ read: 2, loaded: 1, disabled: 0, refused: 1 });
    expect(problemsOf('theirs')).toEqual([['content.disabled', RULE]]);
    expect(problemsOf('ours')?.map(([code]) => code)).toEqual(['sigma.unknown-rule', 'sigma.unused-filter']);
  });

  it('are none of them run with a broken pipeline, which is said of each pack and by the shield', async () => {
    const { content, fired, rulesOf, problemsOf } = await load({ pipelines: ['broken.yml'] }, [RULE]);
    expect(fired({ f: 'a' })).toEqual([]);
    expect(rulesOf('theirs')).toEqual({ read: 2, loaded: 0, disabled: 1, refused: 1 });
    for (const name of ['theirs', 'ours'])
      expect(problemsOf(name)).toContainEqual(['sigma.bad-pipeline', 'broken.yml:3:5']);
    expect(content.diagnostics.map(({ code }) => code)).toEqual(['sigma.bad-pipeline']);
  });

  it('are not loaded without a pipeline that cannot be read', async () => {
    await expect(load({ pipelines: ['nowhere.yml'] })).rejects.toThrow(
      /the pipeline .*nowhere\.yml cannot be read/,
    );
  });
});

it('coverage of live sources knows fields by the names that mappings give them, and nested ones', async () => {
  const { content } = await load({ placeholders: { names: ['x'] } });
  const rules = [
    rule(RULE, 'aliased', 'Image: a').replace('product: p', 'product: windows, category: process_creation'),
    rule(OTHER, 'nested', 'a.b: c').replace('product: p', 'product: windows, service: security'),
    rule(OTHER.replace('2', '3'), 'missing', 'nowhere: c').replace('product: p', 'product: windows'),
    rule(OTHER.replace('2', '4'), 'other', 'Image: c').replace('product: p', 'product: linux'),
  ].map((text, at) => ({ path: `${at}.yml`, text }));
  const { engine, needs } = loadSigma(rules);
  const live = { ...content, sigma: engine, needs };
  const detector = new LogDetector(logRules(live), countingIds());
  const fields = { Channel: 'Security', EventID: 4688, NewProcessName: 'C:\\x.exe', a: [{ b: 'd' }] };
  detector.evaluate(sampleEvent({ logsource: { product: 'windows' }, fields }));
  const { seen, rules: covered } = liveCoverage(live);
  expect(seen).toContainEqual({
    logsource: { product: 'windows', category: 'process_creation', service: 'security' },
    events: 1,
  });
  expect(covered.map(({ title, verdict }) => [title, verdict.kind])).toEqual([
    ['aliased', 'possible'],
    ['nested', 'possible'],
    ['missing', 'no-field'],
    ['other', 'no-log-source'],
  ]);
});
