import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ContentError } from './content-error.ts';
import { CONTENT_LIMITS } from './limits.ts';
import { readArchive } from './read-archive.ts';
import { makeTar, makeTarGz } from './testing/tar-fixture.ts';
import { makeZip } from './testing/zip-fixture.ts';

const RULE = 'SecRule ARGS "@rx x" "id:1,deny"\n';
const FILES = [
  { path: 'pack-1.0/rules/b.conf', text: RULE },
  { path: 'pack-1.0/rules/a.conf', text: '# none\n' },
  { path: 'pack-1.0/LICENSE', text: 'Apache License Version 2.0' },
  { path: 'pack-1.0/README.pdf', text: 'not content' },
  { path: 'pack-1.0/tests/t.yaml', text: 'not content' },
];

const MAKERS = [
  ['tar', makeTar],
  ['tar.gz', makeTarGz],
  ['zip', makeZip],
] as const;

async function codeOf(archive: Buffer, limits = CONTENT_LIMITS): Promise<string> {
  try {
    await readArchive(archive, limits);
    return 'read';
  } catch (error) {
    return error instanceof ContentError ? error.code : String(error);
  }
}

describe.each(MAKERS)('a %s', (_, make) => {
  it('gives its rules, sorted, without the folder around them', async () => {
    const { files, topFolder } = await readArchive(make(FILES), CONTENT_LIMITS);
    expect(topFolder).toBe('pack-1.0');
    expect(files.map(({ path }) => path)).toEqual(['LICENSE', 'rules/a.conf', 'rules/b.conf']);
    expect(files[2]?.bytes.toString()).toBe(RULE);
  });

  it.each([
    ['a path up', '../evil.conf'],
    ['a path up in the middle', 'a/../../evil.conf'],
    ['an absolute path', '/etc/evil.conf'],
    ['a drive', 'C:/evil.conf'],
    ['a backslash', '..\\evil.conf'],
    ['a control character', 'a\u0007.conf'],
    ['an empty part', 'a//b.conf'],
    ['a dot', './a.conf'],
  ])('is refused for %s', async (__, path) => {
    expect(await codeOf(make([{ path, text: RULE }]))).toBe('unsafe-path');
  });

  it('is refused when one file would replace another', async () => {
    const twice = ['p/rules/A.conf', 'p/rules/a.conf'].map((path) => ({ path, text: RULE }));
    expect(await codeOf(make(twice))).toBe('unsafe-path');
  });

  it('is refused when a file is too large, or there are too many', async () => {
    expect(await codeOf(make(FILES), { ...CONTENT_LIMITS, fileBytes: 10 })).toBe('too-large');
    expect(await codeOf(make(FILES), { ...CONTENT_LIMITS, files: 1 })).toBe('too-many-files');
  });
});

it('refuses links in a tar and in a zip', async () => {
  expect(await codeOf(makeTar([{ path: 'p/a.conf', type: '2' }]))).toBe('link-refused');
  expect(await codeOf(makeTar([{ path: 'p/a.conf', type: '1' }]))).toBe('link-refused');
  expect(await codeOf(makeZip([{ path: 'p/a.conf', text: '/etc/passwd', mode: 0o120777 }]))).toBe(
    'link-refused',
  );
});

it('refuses devices, wrong checksums and a tar that ends early', async () => {
  expect(await codeOf(makeTar([{ path: 'p/a.conf', type: '3' }]))).toBe('damaged-archive');
  const damaged = makeTar(FILES);
  damaged[0] = 0x7a;
  expect(await codeOf(damaged)).toBe('damaged-archive');
  expect(await codeOf(makeTar(FILES).subarray(0, 520))).toBe('damaged-archive');
});

it('refuses a bomb: what it unpacks to is counted, not what it says', async () => {
  const limits = { ...CONTENT_LIMITS, packBytes: 100_000 };
  expect(await codeOf(gzipSync(Buffer.alloc(50_000_000)), limits)).toBe('too-large');
  const zeros = 'x'.repeat(60_000);
  expect(await codeOf(makeZip([1, 2].map((n) => ({ path: `p/${n}.conf`, text: zeros }))), limits)).toBe(
    'too-large',
  );
  const liar = makeZip([{ path: 'p/a.conf', text: 'x'.repeat(1_000_000), statedSize: 10 }]);
  expect(await codeOf(liar, limits)).toBe('damaged-archive');
});

it('reads the long names of pax and of GNU', async () => {
  const long = `p/${'d/'.repeat(60)}rule.conf`;
  const record = ` path=${long}\n`;
  const length = record.length + 3;
  const pax = makeTar([
    { path: 'x', type: 'x', text: `${length}${record}` },
    { path: 'short.conf', text: RULE },
  ]);
  const gnu = makeTar([
    { path: '././@LongLink', type: 'L', text: `${long}\0` },
    { path: 'short.conf', text: RULE },
  ]);
  for (const archive of [pax, gnu]) {
    const { files } = await readArchive(archive, CONTENT_LIMITS);
    expect(files.map(({ path }) => path)).toEqual([long.slice(2)]);
  }
});

it('takes nothing else for an archive', async () => {
  expect(await codeOf(Buffer.from('hello'))).toBe('unsupported-archive');
  expect(await codeOf(Buffer.alloc(0))).toBe('unsupported-archive');
  expect(await codeOf(Buffer.from('PK\x03\x04 and then nothing', 'latin1'))).toBe('damaged-archive');
});

it('answers damage with an error of its own, whatever bytes are changed', async () => {
  const archives = MAKERS.map(([, make]) => make(FILES));
  const change = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...archives),
      fc.array(change, { maxLength: 8 }),
      async (archive, changes) => {
        const copy = Buffer.from(archive);
        for (const { at, byte } of changes) copy[at % copy.length] = byte;
        expect(await codeOf(copy)).not.toMatch(/Error|undefined/);
      },
    ),
    { numRuns: 200 },
  );
});
