import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig, parseConfig } from './index.ts';

const ROOT = join(import.meta.dirname, '../..');

function problems(text: string): readonly string[] {
  return parseConfig(text, 'dejfa.yaml').diagnostics.map(
    (d) => `${d.place.line}:${d.place.column} ${d.code}`,
  );
}

describe('a configuration', () => {
  it('is valid as the example shows it, but for the token that everybody knows', () => {
    const text = readFileSync(join(ROOT, 'dejfa.example.yaml'), 'utf8');
    const { config, diagnostics } = parseConfig(text, 'dejfa.example.yaml');
    expect(diagnostics.map((d) => d.code)).toEqual(['config.example-token']);
    expect(config?.services[0]).toMatchObject({
      name: 'portal',
      bodyInspectionLimitBytes: 131_072,
      timeouts: { headersMs: 10_000, bodyMs: 60_000, idleMs: 75_000, upstreamMs: 60_000 },
    });
    expect(config?.retention).toEqual({
      eventsMs: 14 * 86_400_000,
      signalsMs: 90 * 86_400_000,
      attemptsMs: 400 * 86_400_000,
    });
    expect(config?.defuse.repeatOffender).toMatchObject({ withinMs: 600_000, blockMs: 3_600_000 });
  });

  it('has a default for everything when it is empty, with a warning that there is nothing to do', () => {
    const { config, diagnostics } = parseConfig('', 'dejfa.yaml');
    expect(diagnostics.map((d) => [d.code, d.severity])).toEqual([['config.nothing-to-do', 'warning']]);
    expect(config).toEqual({
      ...defaultConfig(),
      store: { kind: 'embedded', path: 'data', onDamage: 'refuse' },
    });
  });

  it('may have sections whose lines are all commented out', () => {
    expect(parseConfig('services:\n  # - name: a\nsources:\n', 'f').config?.services).toEqual([]);
  });

  it('turns policies off by null', () => {
    expect(parseConfig('defuse: { repeatOffender: null }', 'f').config?.defuse.repeatOffender).toBeNull();
  });

  it('takes relative paths from the folder of the file', () => {
    const { config } = parseConfig(
      'store: { kind: embedded, path: state }\nsources: [{ name: a, kind: file, paths: [log/*.log, /var/log/x] }]',
      '/etc/dejfa/dejfa.yaml',
    );
    expect(config?.store.path).toBe('/etc/dejfa/state');
    expect(config?.sources[0]).toMatchObject({ paths: ['/etc/dejfa/log/*.log', '/var/log/x'] });
  });

  it('takes pipelines from the folder of the file, and values of placeholders as numbers or text', () => {
    const text =
      'content: { sigma: { pipelines: [p.yml, /etc/p.yml], placeholders: { Ports: [22, "8*"] } } }';
    expect(parseConfig(text, '/etc/dejfa/dejfa.yaml').config?.content.sigma).toEqual({
      pipelines: ['/etc/dejfa/p.yml', '/etc/p.yml'],
      placeholders: { Ports: ['22', '8*'] },
    });
  });

  it('takes rule ids as numbers or text', () => {
    expect(parseConfig("content: { disable: [920350, '920351'] }", 'f').config?.content.disable).toEqual([
      '920350',
      '920351',
    ]);
  });
});

it('reports every mistake of a file at once, at its place, with its remedy', async () => {
  const text = readFileSync(join(import.meta.dirname, 'goldens/broken.yaml'), 'utf8');
  const { config, diagnostics } = parseConfig(text, 'broken.yaml');
  expect(config).toBeNull();
  const report = `${diagnostics.map(formatDiagnostic).join('\n')}\n`;
  await expect(report).toMatchFileSnapshot('goldens/broken.golden.txt');
});

const SERVICE = 'listen: { gateway: [{ address: "::", port: 80 }] }\nservices:\n';

describe('mistakes', () => {
  it.each([
    ['not YAML', 'listen: [', ['1:10 config.syntax']],
    ['two documents', 'listen:\n---\nlisten:\n', ['2:1 config.syntax']],
    ['no map', '- a\n', ['1:1 config.wrong-type', '1:1 config.nothing-to-do']],
    ['an unknown section', 'sevices: []\n', ['1:1 config.unknown-key', '1:1 config.nothing-to-do']],
    [
      'a second key',
      'content: {}\ncontent: {}\nsources: [{name: a, kind: stdin}]',
      ['2:1 config.duplicate-key'],
    ],
    [
      'two services for one host',
      `${SERVICE}  - { name: a, hosts: [x.example], upstream: http://h }\n  - { name: b, hosts: [X.EXAMPLE], upstream: http://h }`,
      ['4:24 config.duplicate-host'],
    ],
    [
      'two services for every host',
      `${SERVICE}  - { name: a, upstream: http://h }\n  - { name: b, upstream: http://h }`,
      ['4:5 config.duplicate-host'],
    ],
    [
      'two services of one name',
      `${SERVICE}  - { name: a, upstream: http://h }\n  - { name: a, hosts: [h], upstream: http://h }`,
      ['4:13 config.duplicate-name'],
    ],
    [
      'a console that anybody can listen to',
      'listen: { console: { address: "::" } }\nsources: [{name: a, kind: stdin}]',
      ['1:31 config.exposed-console'],
    ],
    [
      'one port twice',
      'listen: { gateway: [{ address: 127.0.0.1, port: 8600 }] }\nservices: [{ name: a, upstream: http://h }]\n',
      [],
    ],
    [
      'an upstream with a password',
      `${SERVICE}  - { name: a, upstream: "http://u:p@h" }`,
      ['3:26 config.wrong-value'],
    ],
    [
      'tls without a certificate',
      'sources: [{ name: a, kind: syslog, listen: "tls://127.0.0.1:1" }]',
      ['1:44 config.missing-tls'],
    ],
    [
      'a certificate without tls',
      'sources: [{ name: a, kind: syslog, listen: "udp://127.0.0.1:1", tls: { certificate: c, key: k } }]',
      ['1:70 config.unused-tls'],
    ],
    [
      'a gateway with nothing behind it',
      'listen: { gateway: [{ address: "::", port: 80 }] }',
      ['1:20 config.nothing-to-do'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  it('names the port that two listeners share', () => {
    const listen =
      '{ gateway: [{ address: 127.0.0.1, port: 8600 }], console: { address: 127.0.0.1, port: 8600 } }';
    expect(problems(`listen: ${listen}\nservices: [{ name: a, upstream: http://h }]\n`)).toEqual([
      '1:67 config.duplicate-listener',
    ]);
  });

  it('allows an exposed console where it says insecure, or has TLS', () => {
    const base = 'sources: [{name: a, kind: stdin}]\nlisten: { console: { address: 0.0.0.0, ';
    expect(problems(`${base}insecure: true } }`)).toEqual([]);
    expect(problems(`${base}tls: { certificate: c, key: k } } }`)).toEqual([]);
  });

  it('never repeats a token, neither in the message nor as the line', () => {
    const { diagnostics } = parseConfig('sources: [{ name: a, kind: http, token: hunter2 }]', 'f');
    expect(diagnostics).toHaveLength(1);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });
});

describe('a hostile file', () => {
  it.each([
    ['nested without end', '['.repeat(200_000)],
    [
      'aliases that explode',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`).join('\n')}`,
    ],
    ['keys of the prototype', '__proto__: { polluted: true }\nconstructor: 1\ntoString: 2\n'],
    ['too large', 'a'.repeat(1024 * 1024 + 1)],
    ['control characters', 'listen: "\u001b[2J"\n'],
  ])('%s becomes a diagnostic', (_, text) => {
    const { config, diagnostics } = parseConfig(text, 'f');
    expect(config).toBeNull();
    expect(diagnostics.filter((d) => d.severity === 'error')).not.toEqual([]);
    expect(diagnostics.map(formatDiagnostic).join('')).not.toContain('\u001b');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('never throws, and gives a configuration or an error', () => {
    const word = fc.constantFrom(
      'listen',
      'services',
      'name',
      ':',
      ' ',
      '\n',
      '- ',
      '{',
      '}',
      '[',
      ']',
      'x',
      '8',
      '&a',
      '*a',
      '"',
      '|',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word).map((words) => words.join('')),
    );
    fc.assert(
      fc.property(text, (yaml) => {
        const { config, diagnostics } = parseConfig(yaml, 'f');
        return (config === null) === diagnostics.some((d) => d.severity === 'error');
      }),
      { numRuns: 300 },
    );
  });
});
