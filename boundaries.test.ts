/**
 * The house as ARCHITECTURE.md draws it, asserted: which room may import which, and that engines and stages are pure.
 * A file that breaks a rule is named with its line.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = import.meta.dirname;
const STAGES = ['sense', 'detect', 'correlate', 'attribute', 'defuse', 'record', 'report'] as const;

interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

const sources = ['engines', 'shield', 'console/src', 'demo', 'content'].flatMap((room) => listSources(room));
const production = sources.filter(
  (file) => !/\.test\.tsx?$|\/testing\/|-contract\.ts$|test-server\.ts$|\/oracle\//.test(file),
);
const imports = production.flatMap(importsOf);

/**
 * The entry `@dejfa/seclang/node` is an edge inside of an engine's folder, so that who uses the engine as a library
 * gets it with the package: it reads rule files and stands at sockets, with a clock and randomness. It is held to no
 * purity, and nothing of the engines or of the shield's inner rooms may import it.
 */
const NODE_ENTRY = 'engines/seclang/middleware/';

describe('direction of dependencies', () => {
  it('reads a house that is there', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('engines import engines, and nothing of the shield', () => {
    expect(
      offences(
        (i) =>
          roomOf(i.file) === 'engine' &&
          ['stage', 'model', 'ports', 'pipeline', 'adapter', 'command', 'config'].includes(targetRoom(i)),
      ),
    ).toEqual([]);
  });

  it('the Node-only entry of an engine is imported by no engine, stage or port, nor by the model', () => {
    expect(
      offences(
        (i) =>
          !i.file.startsWith(NODE_ENTRY) &&
          ['engine', 'stage', 'model', 'ports', 'pipeline'].includes(roomOf(i.file)) &&
          (targetPath(i).startsWith(NODE_ENTRY) || i.specifier.startsWith('@dejfa/seclang/node')),
      ),
    ).toEqual([]);
  });

  it('the model imports only itself', () => {
    expect(offences((i) => roomOf(i.file) === 'model' && targetRoom(i) !== 'model')).toEqual([]);
  });

  it('ports import the model, and of engines only types', () => {
    expect(
      offences(
        (i) => roomOf(i.file) === 'ports' && !(['ports', 'model'].includes(targetRoom(i)) || i.typeOnly),
      ),
    ).toEqual([]);
  });

  it('stages import the model, ports and config types; not each other, nor anything that comes after them', () => {
    expect(
      offences((i) => {
        if (roomOf(i.file) !== 'stage') return false;
        const target = targetRoom(i);
        if (target === 'stage') return stageOf(targetPath(i)) !== stageOf(i.file);
        return (
          ['pipeline', 'adapter', 'assembly', 'command', 'console'].includes(target) ||
          (target === 'config' && !i.typeOnly)
        );
      }),
    ).toEqual([]);
  });

  it('of the stages, detect alone imports the rule engines', () => {
    expect(
      offences(
        (i) =>
          roomOf(i.file) === 'stage' &&
          stageOf(i.file) !== 'detect' &&
          !i.typeOnly &&
          /^@dejfa\/(seclang|sigma)/.test(i.specifier),
      ),
    ).toEqual([]);
  });

  it('only the pipeline knows more than one stage; adapters do not know the pipeline; nothing imports a command but the command line', () => {
    expect(
      offences(
        (i) => roomOf(i.file) === 'adapter' && ['pipeline', 'assembly', 'command'].includes(targetRoom(i)),
      ),
    ).toEqual([]);
    expect(
      offences((i) => targetRoom(i) === 'command' && !['command', 'bin'].includes(roomOf(i.file))),
    ).toEqual([]);
  });

  it('the console takes types from the model and from ports, and code from nowhere else in the shield', () => {
    expect(
      offences(
        (i) =>
          roomOf(i.file) === 'console' &&
          targetRoom(i) !== 'console' &&
          targetPath(i).startsWith('shield/') &&
          !(i.typeOnly && ['model', 'ports'].includes(targetRoom(i))),
      ),
    ).toEqual([]);
  });
});

describe('purity of engines and stages', () => {
  const pure = production.filter(
    (file) => ['engine', 'model', 'stage'].includes(roomOf(file)) && !file.startsWith(NODE_ENTRY),
  );

  it('no module of Node but those that only compute', () => {
    const computing = new Set(['node:buffer', 'node:crypto', 'node:net-address', 'node:zlib']);
    const builtins = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));
    expect(
      offences(
        (i) =>
          pure.includes(i.file) && !i.typeOnly && builtins.has(i.specifier) && !computing.has(i.specifier),
      ),
    ).toEqual([]);
  });

  it('no clock, no randomness, no environment, no timers', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bprocess\.|\bset(?:Timeout|Interval|Immediate)\b|\bfetch\(/;
    const hits = pure.flatMap((file) =>
      code(file).flatMap((text, index) =>
        impure.test(text) ? [`${file}:${index + 1}: ${text.trim()}`] : [],
      ),
    );
    expect(hits).toEqual([]);
  });
});

function offences(isOffence: (one: Import) => boolean): string[] {
  return imports.filter(isOffence).map((one) => `${one.file}:${one.line}: imports ${one.specifier}`);
}

function listSources(room: string): string[] {
  return readdirSync(join(ROOT, room), { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() && /\.tsx?$/.test(entry.name) && !/node_modules|\/dist(\/|$)/.test(entry.parentPath),
    )
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    specifier: match[4] ?? match[5] ?? '',
    typeOnly: match[2] !== undefined || onlyTypes(match[3]),
  }));
}

/** `{ type A, type B }` imports nothing at run time. */
function onlyTypes(clause: string | undefined): boolean {
  const names = clause
    ?.match(/^\{([\s\S]*)\}$/)?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names !== undefined && names.length > 0 && names.every((name) => name.startsWith('type '));
}

/** The lines of a file without comments, so that a docstring may name what the code may not use. */
function code(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .split('\n')
    .map((line) => line.replace(/(^|\s)\/\/.*$/, ''));
}

function targetPath(one: Import): string {
  if (one.specifier.startsWith('.')) return normalize(join(dirname(one.file), one.specifier));
  if (one.specifier.startsWith('@dejfa/')) return `engines/${one.specifier.slice('@dejfa/'.length)}`;
  return one.specifier === 'dejfa' || one.specifier.startsWith('dejfa/')
    ? `shield/${one.specifier.slice(6)}`
    : one.specifier;
}

function targetRoom(one: Import): string {
  return roomOf(targetPath(one));
}

function stageOf(path: string): string | undefined {
  return STAGES.find((stage) => path.startsWith(`shield/${stage}/`));
}

function roomOf(path: string): string {
  if (path.startsWith('engines/')) return 'engine';
  if (stageOf(path) !== undefined) return 'stage';
  if (path.startsWith('shield/pipeline')) return 'pipeline';
  const rooms = {
    model: 'model',
    ports: 'ports',
    config: 'config',
    assembly: 'assembly',
    adapters: 'adapter',
    commands: 'command',
    bin: 'bin',
  };
  for (const [folder, room] of Object.entries(rooms)) if (path.startsWith(`shield/${folder}/`)) return room;
  return path.startsWith('console/') ? 'console' : 'outside';
}
