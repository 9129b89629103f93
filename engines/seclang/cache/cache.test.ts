import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadedRules, RuleResolver, RuleSource } from '../api.ts';
import { CompiledProgram } from '../compile/program.ts';
import { loadRules } from '../load.ts';
import { encodeEntry, encodeJsonEntry } from './entry.ts';
import type { RuleCache } from './rule-cache.ts';

const RULE_SETS = {
  'the CRS': '/usr/share/modsecurity-crs/rules/*.conf',
  'the base rules': join(import.meta.dirname, '../../../content/base/seclang/*.conf'),
} as const;

const RULES: readonly RuleSource[] = [
  {
    path: 'a.conf',
    text: 'SecRule ARGS "@rx (?i)union\\s+select" "id:1,deny"\nSecRule ARGS "@rx (a" "id:2,deny"\nSecRule ARGS "@rx \\bexec\\b" "id:3,deny"\n',
  },
];

const RESOLVER: RuleResolver = {
  include: () => null,
  data(name, fromPath) {
    const path = join(dirname(fromPath), name);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  },
};

/** A cache that tells what was asked of it. */
function memoryCache(engine = 'this engine') {
  const entries = new Map<string, Uint8Array>();
  const writes: string[] = [];
  const cache: RuleCache = {
    engine,
    get: (key) => entries.get(key) ?? null,
    set(key, bytes) {
      writes.push(key);
      entries.set(key, bytes);
    },
  };
  return { cache, entries, writes };
}

/** All that a load gives but functions: two loads that agree in it run alike. */
function shownOf({ program, diagnostics, counts, signatures }: LoadedRules) {
  if (!(program instanceof CompiledProgram)) throw new TypeError('not a program');
  const phases = ([1, 2, 3, 4, 5] as const).map((phase) =>
    program.steps(phase).map(({ node, head, rest, next }) => ({
      id: node.id,
      next,
      links: [head, ...rest].map(({ operator, filter }) => [operator.literals, operator.bytes, filter]),
    })),
  );
  return { items: program.items, settings: program.settings, phases, diagnostics, counts, signatures };
}

/** The two entries of a rule set of one file: that of the file and that of the search. */
function entriesOf(entries: ReadonlyMap<string, Uint8Array>) {
  const [ofFile, ofSearch, ...others] = entries;
  if (ofFile === undefined || ofSearch === undefined || others.length > 0)
    throw new RangeError('not two entries');
  return { ofFile, ofSearch };
}

describe('rules that are loaded from a cache', () => {
  for (const [name, pattern] of Object.entries(RULE_SETS)) {
    const sources = globSync(pattern)
      .sort()
      .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
    it.skipIf(sources.length === 0)(`equal those without, for ${name}`, () => {
      const { cache, writes } = memoryCache();
      const plain = shownOf(loadRules(sources, RESOLVER));
      expect(shownOf(loadRules(sources, RESOLVER, { cache }))).toEqual(plain);
      expect(shownOf(loadRules(sources, RESOLVER, { cache }))).toEqual(plain);
      // The second load keeps nothing, as it finds out nothing.
      expect(writes.length).toBeGreaterThan(0);
      expect(new Set(writes).size).toBe(writes.length);
    });
  }

  it('are found out anew when a text or the engine is another', () => {
    const { cache, entries, writes } = memoryCache();
    loadRules(RULES, RESOLVER, { cache });
    loadRules([{ path: 'a.conf', text: `${RULES[0]?.text}#\n` }], RESOLVER, { cache });
    loadRules(RULES, RESOLVER, { cache: { ...cache, engine: 'another engine' } });
    // Three times the file. The other text asks the same of values, so that its search is that of the first.
    expect(new Set(writes).size).toBe(3 + 2);
    expect(entries.size).toBe(3 + 2);
  });

  it('take what changed in an included file', () => {
    const { cache, writes } = memoryCache();
    const including = [{ path: 'a.conf', text: 'Include b.conf\n' }];
    const idsWith = (pattern: string) => {
      const text = `SecRule ARGS "@rx ${pattern}" "id:1,deny"\n`;
      const resolver = { ...RESOLVER, include: () => [{ path: 'b.conf', text }] };
      const cached = shownOf(loadRules(including, resolver, { cache }));
      expect(cached).toEqual(shownOf(loadRules(including, resolver)));
    };
    idsWith('first');
    idsWith('second');
    idsWith('second');
    // Twice the included file and the search.
    expect(writes).toHaveLength(4);
  });
});

describe('rule files in another company', () => {
  it('are not found out about anew, what they search for together is', () => {
    const { cache, writes } = memoryCache();
    loadRules(RULES, RESOLVER, { cache });
    const more = [{ path: 'b.conf', text: 'SecRule ARGS "@rx other" "id:9,deny"\n' }, ...RULES];
    expect(shownOf(loadRules(more, RESOLVER, { cache }))).toEqual(shownOf(loadRules(more, RESOLVER)));
    // The other file, and the search of both times.
    expect(writes).toHaveLength(4);
  });
});

describe('a cache entry that cannot be trusted', () => {
  const { cache, entries } = memoryCache();
  const plain = shownOf(loadRules(RULES, RESOLVER, { cache }));
  const { ofFile, ofSearch } = entriesOf(entries);
  const [key, good] = ofFile;
  const [searchKey, goodSearch] = ofSearch;

  /** Loads with these bytes in place of an entry; the reason that is given for not using them. */
  function reasonFor(bytes: Uint8Array, [key, good] = ofFile): string {
    const kept = memoryCache();
    for (const [each, entry] of entries) kept.entries.set(each, each === key ? bytes : entry);
    const loaded = loadRules(RULES, RESOLVER, { cache: kept.cache });
    const told = loaded.diagnostics.filter(({ code }) => code === 'seclang.cache-ignored');
    const others = loaded.diagnostics.filter(({ code }) => code !== 'seclang.cache-ignored');
    expect(shownOf({ ...loaded, diagnostics: others })).toEqual(plain);
    expect(told.map(({ severity }) => severity)).toEqual(['info']);
    expect(kept.entries.get(key)).toEqual(good);
    expect(kept.writes).toEqual([key]);
    return /not used: (.*)/.exec(told[0]?.message ?? '')?.[1] ?? '';
  }

  const analysis = { kind: 'analysed', literals: null, bytes: null, linear: true };
  const literal = { text: 'x', atWordStart: false, atWordEnd: false };

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'it is no entry, or one of another version'],
    [
      'another version',
      Buffer.from(good.map((byte, at) => (at === 12 ? 0x30 : byte))),
      'it is no entry, or one of another version',
    ],
    ['a head that is cut off', good.subarray(0, 50), 'it is cut off'],
    ['a body that is cut off', good.subarray(0, good.length - 1), 'it is damaged'],
    ['more behind the end', Buffer.concat([good, Buffer.from(' ')]), 'it is damaged'],
    ['the entry of other rules', encodeJsonEntry('0'.repeat(64), []), 'it is of other rules'],
    ['no list', encodeJsonEntry(key, {}), 'it does not hold what it should'],
    ['a pattern without analysis', encodeJsonEntry(key, [['x']]), 'it does not hold what it should'],
    [
      'an analysis of another kind',
      encodeJsonEntry(key, [['x', { ...analysis, kind: 'y' }]]),
      'it does not hold what it should',
    ],
    [
      'an empty literal',
      encodeJsonEntry(key, [['x', { ...analysis, literals: [{ ...literal, text: '' }] }]]),
      'it does not hold what it should',
    ],
    [
      'a byte that is none',
      encodeJsonEntry(key, [['x', { ...analysis, bytes: { set: [256], atLeast: 1 } }]]),
      'it does not hold what it should',
    ],
  ])('is ignored, said and replaced: %s', (_name, bytes, reason) => {
    expect(reasonFor(bytes)).toBe(reason);
  });

  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'it is no entry, or one of another version'],
    ['a body that is cut off', goodSearch.subarray(0, goodSearch.length - 1), 'it is damaged'],
    ['the entry of a file', good, 'it is of other rules'],
    ['no tables', encodeEntry(searchKey, Buffer.from('[]')), 'it does not hold what it should'],
    [
      'tables of another version',
      encodeEntry(searchKey, new Uint8Array(100_000)),
      'it does not hold what it should',
    ],
  ])('of a search is ignored, said and replaced: %s', (_name, bytes, reason) => {
    expect(reasonFor(bytes, ofSearch)).toBe(reason);
  });

  it.each([
    ['of a file', ofFile],
    ['of a search', ofSearch],
  ])('is ignored whichever bit of it is turned, %s', (_name, entry) => {
    const [, whole] = entry;
    fc.assert(
      fc.property(fc.nat(whole.length * 8 - 1), (bit) => {
        const bytes = Buffer.from(whole);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(reasonFor(bytes, entry)).not.toBe('');
      }),
      { numRuns: 200 },
    );
  });
});
