import { basename } from 'node:path';
import { isMap, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import { readStage } from './parse-stage.ts';
import { emptyTemplate, type RequestTemplate, readTemplate } from './parse-template.ts';
import type { FtwStage, FtwTest } from './test-case.ts';
import { report, YamlFields, type YamlPlaces } from './yaml-node.ts';

const FILE_KEYS = ['meta', 'rule_id', 'tests', 'template'];
const META_KEYS = ['author', 'enabled', 'name', 'description', 'version', 'tags'];
const TEST_KEYS = [
  ...['test_title', 'ruleid', 'rule_id', 'test_id', 'id', 'desc', 'description', 'stages', 'tags'],
  ...['payload', 'template', 'output'],
];

/** One file of tests, as far as the tests in it share it. */
interface TestFile {
  readonly stem: string;
  readonly ruleId: string | null;
  readonly template: RequestTemplate;
  readonly places: YamlPlaces;
}

/**
 * The tests of one file; none where it is YAML of another kind, such as the overrides that a rule set keeps beside
 * its tests for other servers. Reads the format of CRS 3.x (ftw's docs/YAMLFormat.md) or that of go-ftw
 * (ftw-tests-schema 1 to 3). What cannot be read is a test that fails and says why; nothing is dropped. Scalars are
 * taken as they are written: a header `0x10` is that text and no number.
 */
export function parseTestFile(file: string, text: string): readonly FtwTest[] {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  visit(document, { Alias: (_, alias) => alias.resolve(document) });
  const places: YamlPlaces = { file, lines, problems: [] };
  const stem = basename(file).replace(/\.ya?ml$/i, '');
  for (const error of document.errors)
    places.problems.push(`${file}:${lines.linePos(error.pos[0]).line}: ${error.message.split('\n')[0]}`);
  if (places.problems.length > 0) return [brokenTest(stem, places.problems)];
  const root = document.contents;
  if (root === null || (isMap(root) && !FILE_KEYS.some((key) => key !== 'meta' && root.has(key)))) return [];
  const fields = new YamlFields(root, 'the file', { places, keys: FILE_KEYS });
  // `enabled` is read and not heeded: which tests are not run is said in a file of skips, with the reason.
  if (fields.has('meta')) new YamlFields(fields.node('meta'), 'meta', { places, keys: META_KEYS });
  const template = fields.has('template') ? readTemplate(fields.node('template'), places) : emptyTemplate;
  const list = fields.node('tests');
  if (!isSeq(list)) report(places, list ?? root, 'tests is no list');
  const broken = places.problems.length > 0 ? [brokenTest(stem, places.problems)] : [];
  if (!isSeq(list)) return broken;
  const shared = { stem, ruleId: fields.text('rule_id'), template, places };
  return [...broken, ...list.items.map((node, index) => readTest(node, index, shared))];
}

function readTest(node: unknown, index: number, file: TestFile): FtwTest {
  const problems: string[] = [];
  const places = { ...file.places, problems };
  const fields = new YamlFields(node, 'the test', { places, keys: TEST_KEYS });
  const nodes = fields.items('stages');
  const stages: FtwStage[] = [];
  let format: FtwTest['format'] = 4;
  for (const stageNode of nodes) {
    const stage = readStage(stageNode, places);
    if (stage.format === 3) format = 3;
    stages.push(stage);
  }
  if (nodes.length === 0) {
    const own = fields.has('template') ? readTemplate(fields.node('template'), places) : emptyTemplate;
    const payload = fields.bytes('payload') ?? '';
    if (fields.has('output')) stages.push(file.template.stage(own, payload, fields.node('output'), places));
    else report(places, node, 'the test has neither stages nor an output');
  }
  return { name: nameOf(fields, index, file), format, stages, problems };
}

function nameOf(fields: YamlFields, index: number, { ruleId, stem }: TestFile): string {
  const rule = ruleId ?? fields.text('rule_id') ?? fields.text('ruleid');
  const id = fields.text('test_id') ?? fields.text('id');
  const title = fields.text('test_title');
  if (title !== null && title !== '' && id === null) return title.includes('-') ? title : `${stem}-${title}`;
  return `${rule ?? stem}-${id ?? index + 1}`;
}

function brokenTest(name: string, problems: readonly string[]): FtwTest {
  return { name, format: 4, stages: [], problems: [...problems] };
}
