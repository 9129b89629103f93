import { formatDiagnostic } from '@dejfa/diagnostics';
import { describe, expect, it } from 'vitest';
import type { SigmaEvent } from './api.ts';
import { loadSigma, type SigmaOptions } from './load.ts';

const HEAD = `title: A rule
id: 5f0f3f4e-0000-4000-8000-000000000000
level: high
logsource: { product: p }
`;

/** A rule with one detection, indented by four spaces, and the condition `selection`. */
function ruleOf(selection: string, head = HEAD): string {
  return `${head}detection:\n  selection:\n${selection.replace(/^/gm, '    ')}\n  condition: selection\n`;
}

function load(text: string, options: SigmaOptions = {}) {
  return loadSigma([{ path: 'r.yml', text }], options);
}

function fires(selection: string, fields: SigmaEvent['fields'], options: SigmaOptions = {}): boolean {
  const loaded = load(ruleOf(selection), options);
  expect(loaded.diagnostics.map(formatDiagnostic)).toEqual([]);
  return loaded.engine.evaluate({ logsource: { product: 'p' }, fields }).length === 1;
}

describe('values', () => {
  it.each<[string, SigmaEvent['fields'], boolean]>([
    ['f: abc', { f: 'ABC' }, true],
    ['f|cased: abc', { f: 'ABC' }, false],
    ['f: abc', { f: 'abcd' }, false],
    ['f: [a, b]', { f: 'B' }, true],
    ['f: 4625', { f: '4625' }, true],
    ["f: '4625'", { f: 4625 }, true],
    ['f: 1', { f: '1.0' }, true],
    ['f: true', { f: 'True' }, true],
    ["f: 'true'", { f: true }, true],
    ['f: null', {}, true],
    ['f: null', { f: null }, true],
    ['f: null', { f: '' }, false],
    ['f: null', { f: [] }, true],
    ["f: ''", { f: '' }, true],
    ["f: ''", {}, false],
    ["f: ''", { f: null }, false],
    ["f: '*'", { f: '' }, true],
    ["f: '*'", {}, false],
    ['f|exists: true', { f: null }, true],
    ['f|exists: false', {}, true],
    ['f: b', { f: ['a', 'b'] }, true],
    ['f|contains|all: [a, b]', { f: ['xa', 'bx'] }, true],
    ['f|contains|all: [a, b]', { f: 'xa' }, false],
    ['a.b: x', { a: { b: 'x' } }, true],
    ['a.b: x', { 'a.b': 'x' }, true],
    ['a.b.c: x', { a: [{ b: { c: 'y' } }, { b: { c: 'x' } }] }, true],
    ['a|contains: inner', { a: { b: 'inner' } }, true],
    ['id: 12345678901234567890', { id: '12345678901234567890' }, true],
    ['constructor: x', {}, false],
  ])('%s on %j: %s', (selection, fields, wanted) => expect(fires(selection, fields)).toBe(wanted));
});

describe('modifiers', () => {
  it.each<[string, SigmaEvent['fields'], boolean]>([
    ['f|startswith: ab', { f: 'ABc' }, true],
    ["f|endswith: '\\x.exe'", { f: 'C:\\X.EXE' }, true],
    ["f|contains: 'a*c'", { f: 'xabcx' }, true],
    ["f|contains: 'a\\*c'", { f: 'xabcx' }, false],
    ['f|contains: 12', { f: 3124 }, true],
    ["f|contains|windash: ' -a -b'", { f: 'x /a \u2014b' }, true],
    ["f|contains|windash: ' /a'", { f: 'x -a' }, true],
    ["f|contains|windash|all: ['-a', '-b']", { f: '/a' }, false],
    ['f|base64: foo', { f: 'Zm9v' }, true],
    ['f|base64offset|contains: /bin/sh', { f: btoa('x /bin/sh') }, true],
    ['f|wide|base64offset|contains: cmd', { f: btoa('_c\0m\0d\0') }, true],
    ['f|utf16|base64: a', { f: btoa('\u00ff\u00fea\0') }, true],
    ['f|utf16be|base64: a', { f: btoa('\0a') }, true],
    ['f|re: ^a.c$', { f: 'abc' }, true],
    ['f|re: ^A', { f: 'abc' }, false],
    ['f|re|i: ^A', { f: 'abc' }, true],
    ['f|re|m: ^b', { f: 'a\nb' }, true],
    ['f|re|s: a.b', { f: 'a\nb' }, true],
    ['f|re|i|m: ^B', { f: 'a\nb' }, true],
    ['f|cidr: 10.0.0.0/8', { f: '10.9.8.7' }, true],
    ["f|cidr: ['10.0.0.0/8', 'fd00::/8']", { f: 'fd12::1' }, true],
    ['f|gt: 5', { f: '6' }, true],
    ['f|gte: 5', { f: 5 }, true],
    ['f|lt: 5', { f: 'x' }, false],
    ['f|lte: 5', {}, false],
    ['f|neq: 5', { f: '5' }, false],
    ['f|neq: 5', {}, true],
    ['f|neq: [a, b]', { f: 'c' }, true],
    ['f|neq: [a, b]', { f: 'b' }, false],
    ['f|fieldref: g', { f: 'A', g: 'a' }, true],
    ['f|fieldref: g', { f: 'a' }, false],
    ['f|fieldref|endswith: g', { f: 'xyz', g: 'YZ' }, true],
    ['f|fieldref|neq: g', { f: 'a', g: 'b' }, true],
    ['f|hour|gte: 20', { f: '2024-01-01T21:00:00Z' }, true],
    ['f|week: 1', { f: '2024-01-01' }, true],
  ])('%s on %j: %s', (selection, fields, wanted) => expect(fires(selection, fields)).toBe(wanted));

  it('fills placeholders', () => {
    const options = { placeholders: { Admins: ['root', 'adm*'] } };
    expect(fires("f|expand: '%Admins%'", { f: 'ADMIN2' }, options)).toBe(true);
    expect(fires("f|expand: 'x-%Admins%\\%'", { f: 'x-root%' }, options)).toBe(true);
    expect(fires("f: '%Admins%'", { f: '%admins%' })).toBe(true);
  });
});

describe('keywords and lists', () => {
  it.each<[string, SigmaEvent['fields'], boolean]>([
    ['- one\n- two', { a: 1, b: 'has Two in it' }, true],
    ["'|all': [one, two]", { a: 'one', b: { c: ['two'] } }, true],
    ["'|all': [one, two]", { a: 'one' }, false],
    ['- 42', { a: 1425 }, true],
    ["'|re': 'o.e'", { a: 'none' }, true],
    ['- f: a\n- g: b', { g: 'b' }, true],
    ['- f: a\n  g: b', { g: 'b' }, false],
    ['- f: a\n- word', { x: 'a word' }, true],
  ])('%j on %j: %s', (selection, fields, wanted) => expect(fires(selection, fields)).toBe(wanted));
});

describe('hits', () => {
  it('name the fields that matched, and where', () => {
    const { engine } = load(ruleOf("f|contains: ['x', 'B*d']\ng: 7\nh|neq: z"));
    const [hit] = engine.evaluate({ logsource: { product: 'p' }, fields: { f: 'AbcDe', g: '7', h: 'y' } });
    expect(hit?.matched).toEqual([
      { field: 'f', value: 'AbcDe', span: { start: 1, length: 3 } },
      { field: 'g', value: '7' },
    ]);
  });

  it('cut long values around the match', () => {
    const { engine } = load(ruleOf('f|contains: needle'));
    const fields = { f: `${'x'.repeat(10_000)}needle${'y'.repeat(10_000)}` };
    const [matched] = engine.evaluate({ logsource: { product: 'p' }, fields })[0]?.matched ?? [];
    expect(matched?.value).toHaveLength(2048);
    const { start = 0, length = 0 } = matched?.span ?? {};
    expect(matched?.value.slice(start, start + length)).toBe('needle');
  });
});

describe('log sources', () => {
  const rule = (source: string) => ruleOf('f: a', HEAD.replace('{ product: p }', source));
  it.each([
    ['{ product: windows }', true],
    ['{ category: process_creation, product: Windows }', true],
    ['{ service: sysmon }', true],
    ['{ category: also }', true],
    ['{ product: linux }', false],
    ['{ category: process_creation, service: security }', false],
  ])('a rule for %s is tried: %s', (source, wanted) => {
    const { engine } = load(rule(source));
    const event: SigmaEvent = {
      logsource: { product: 'windows', category: 'process_creation', service: 'sysmon' },
      furtherLogsources: [{ product: 'windows', category: 'also' }],
      fields: { f: 'a' },
    };
    expect(engine.evaluate(event)).toHaveLength(wanted ? 1 : 0);
  });
});

describe('hostile input', () => {
  it('survives deep events, odd names and long values', () => {
    const { engine } = load(
      `${HEAD}detection:\n  a: [needle]\n  b:\n    f.g|contains: x\n  condition: a or b\n`,
    );
    let deep: SigmaEvent['fields'] = { g: 'x' };
    for (let depth = 0; depth < 20_000; depth += 1) deep = { f: deep };
    const fields = JSON.parse('{"__proto__":"needle","constructor":1}');
    expect(engine.evaluate({ logsource: { product: 'p' }, fields: deep })).toEqual([]);
    expect(engine.evaluate({ logsource: { product: 'p' }, fields })).toHaveLength(1);
    const lists = JSON.parse(`{"f":${'['.repeat(50_000)}"x"${']'.repeat(50_000)}}`);
    expect(engine.evaluate({ logsource: { product: 'p' }, fields: lists })).toEqual([]);
    expect(load(ruleOf('f: x')).engine.evaluate({ logsource: { product: 'p' }, fields: lists })).toEqual([]);
  });

  it('refuses placeholders that multiply', () => {
    const many = Array.from({ length: 200 }, (_, index) => `v${index}`);
    const { diagnostics } = load(ruleOf("f|expand: '%m%%m%'"), { placeholders: { m: many } });
    expect(diagnostics.map(({ code }) => code)).toEqual(['sigma.too-large']);
  });

  it('refuses documents that grow without end', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefg'[index]},`.repeat(9)}]`)
      .join('\n')}\n`;
    expect(load(bomb).diagnostics.map(({ code }) => code)).toEqual(['sigma.too-large']);
    expect(load('['.repeat(5000)).counts.rejected).toBe(1);
    expect(load('x'.repeat(2_000_000)).diagnostics[0]?.code).toBe('sigma.too-large');
  });
});

describe('diagnostics', () => {
  it.each<[string, string, string]>([
    [
      'unknown modifier',
      ruleOf('f|contians: x'),
      'r.yml:7:5: error sigma.unknown-modifier: Unknown modifier "contians"',
    ],
    ['modifier on the wrong value', ruleOf('f|contains: null'), 'r.yml:7:17: error sigma.bad-modifier'],
    ['empty list', ruleOf('f: []'), 'r.yml:7:8: error sigma.bad-value: The list of values is empty'],
    ['map as a value', ruleOf('f: { a: b }'), 'r.yml:7:8: error sigma.bad-value: A map cannot be a value'],
    [
      'placeholder',
      ruleOf("f|expand: '%x%'"),
      'r.yml:7:15: error sigma.unfilled-placeholder: Nothing fills the placeholder %x%',
    ],
    [
      'address range',
      ruleOf('f|cidr: 10.0.0.0/40'),
      'r.yml:7:13: error sigma.bad-value: Not an address range',
    ],
    ['expression', ruleOf('f|re: (a'), 'r.yml:7:11: error sigma.bad-regex: A bracket is not closed'],
    ['look-around', ruleOf('f|re: a(?!b)'), 'r.yml:7:11: error sigma.unsupported-regex: A look-around'],
    [
      'flag without re',
      ruleOf('f|i: a'),
      'r.yml:7:5: error sigma.bad-modifier: i stands without re before it',
    ],
    [
      'encoded wildcard',
      ruleOf("f|base64: 'a*'"),
      'r.yml:7:15: error sigma.bad-modifier: base64 cannot encode a wildcard',
    ],
    [
      'condition',
      `${HEAD}detection:\n  a: [x]\n  condition: a and b\n`,
      'r.yml:7:20: error sigma.unknown-detection',
    ],
    [
      'no condition',
      `${HEAD}detection:\n  a: [x]\n`,
      'r.yml:6:3: error sigma.missing: The detection has no condition',
    ],
    ['no detection', HEAD, 'r.yml:1:1: error sigma.missing: The rule has no detection'],
    [
      'no title',
      ruleOf('f: a', HEAD.replace('title: A rule\n', '')),
      'r.yml:1:1: error sigma.missing: The rule has no title',
    ],
    [
      'no log source',
      ruleOf('f: a', HEAD.replace('product: p', 'definition: d')),
      'r.yml:4:1: error sigma.bad-metadata',
    ],
    [
      'bad level',
      ruleOf('f: a', HEAD.replace('high', 'loud')),
      'r.yml:3:8: warning sigma.bad-metadata: Unknown level',
    ],
    ['collection', 'action: global\n', 'r.yml:1:1: error sigma.collection'],
    ['not YAML', 'title: "x\n', 'error sigma.yaml'],
    ['not a rule', '- a\n- b\n', 'r.yml:1:1: error sigma.not-a-rule'],
    [
      'unused',
      `${HEAD}detection:\n  a: [x]\n  b: [y]\n  condition: a\n`,
      'r.yml:7:3: warning sigma.unused-detection',
    ],
    ['twice the same', `${ruleOf('f: a')}---\n${ruleOf('f: b')}`, 'r.yml:11:5: error sigma.duplicate-id'],
    ['twice a key', ruleOf('f: a\nf: b'), 'error sigma.yaml: Not valid YAML: Map keys must be unique'],
  ])('%s', (_, text, wanted) => {
    const { diagnostics, counts } = load(text);
    expect(diagnostics.map(formatDiagnostic).join('\n')).toContain(wanted);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    expect(counts.rejected).toBe(errors.length > 0 ? 1 : 0);
    expect(counts.read).toBe(counts.loaded + counts.rejected);
    for (const { excerpt } of diagnostics) expect(excerpt).toBeDefined();
  });

  it('leaves out disabled rules', () => {
    const { rules, counts } = load(ruleOf('f: a'), { disabled: ['5F0F3F4E-0000-4000-8000-000000000000'] });
    expect(rules).toEqual([]);
    expect(counts).toEqual({ read: 1, loaded: 0, rejected: 0 });
  });

  it('counts by file what became of each document, whatever else is loaded', () => {
    const named = (id: string, selection = 'f: a') =>
      ruleOf(selection, HEAD.replace(/^id: .*$/m, `id: ${id}`));
    const [a, b, c] = ['a', 'b', 'c'].map((one) => `5f0f3f4e-0000-4000-8000-00000000000${one}`) as [
      string,
      string,
      string,
    ];
    const sources = [
      { path: 'one.yml', text: `${named(a)}---\n${named(b, 'f|nonsense: a')}---\n${named(c)}` },
      { path: 'two.yml', text: `${named(a)}---\n${named(c)}` },
    ];
    const { counts, files, disabled } = loadSigma(sources, { disabled: [c] });
    expect(Object.fromEntries(files)).toEqual({
      'one.yml': { read: 3, loaded: 1, rejected: 1, disabled: 1 },
      'two.yml': { read: 2, loaded: 0, rejected: 1, disabled: 1 },
    });
    expect(counts).toEqual({ read: 5, loaded: 1, rejected: 2 });
    expect(disabled.map(({ path }) => path)).toEqual(['one.yml', 'two.yml']);
    const broken = loadSigma(sources, { disabled: [c], pipelines: [{ path: 'p.yml', text: 'nonsense: 1' }] });
    expect(broken.files.get('one.yml')).toEqual({ read: 3, loaded: 0, rejected: 2, disabled: 1 });
  });
});
