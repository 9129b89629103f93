import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadedSigma, SigmaSource } from '../api.ts';
import { clausesOf } from '../compile/requirement.ts';
import { ruleFields } from '../compile/rule-fields.ts';
import { keepSigma, reopenSigma } from '../keep.ts';
import { loadSigma, parseSigma, type SigmaOptions } from '../load.ts';
import { encodeEntry, keyOf } from './entry.ts';
import { decodeSigma, encodeSigma, type RuleCache } from './index.ts';

/** Each kind of value, item, detection and condition that a rule can have; and what is refused, warned of, disabled. */
const EVERYTHING = `
title: Everything
id: 11111111-0000-4000-8000-000000000001
name: everything
level: high
status: test
description: "Zeichen \u00e4 \u4e2d \ud83d\ude00 \\u2028"
tags: [attack.t1059.001, attack.execution]
falsepositives: [none]
logsource: { product: windows, category: process_creation, service: sysmon }
detection:
  texts:
    A: plain
    B|contains: [one, 'tw?o', "sch\u00f6n"]
    C|startswith|cased: Abc
    D|endswith: ''
    E: ''
    F|windash|contains: ' -enc'
    G|base64offset|contains: abc
    H|expand: '%user%x'
  values:
    - I: [1, -0.0, 1.5, 0x17, 99999999999999999999]
      J: [true, null]
    - K|gte: 5
    - L|lt: .inf
    - M|cidr: [10.0.0.0/8, '2001:db8::/32']
    - N|fieldref|startswith: O
    - P|re|i|m|s: 'ab+[c\\d]'
    - Q|exists: false
    - R|month: 5
    - S|contains|all: [x, y]
    - T|neq: z
  keywords: [word, 'w*d']
  _hidden: { U: v }
  condition: texts and (1 of v* or not keywords) and not _hidden
---
title: Count
name: count
correlation:
  type: event_count
  rules: [everything]
  group-by: [who]
  timespan: 5m
  aliases: { who: { everything: User } }
  condition: { gte: 10, lt: 1e300 }
---
title: Filter
id: 11111111-0000-4000-8000-000000000003
logsource: { product: windows }
filter:
  rules: [everything]
  selection: { User: admin }
  condition: not selection
---
title: Refused
logsource: { product: windows }
detection: { s: { 'A|nonsense': b }, condition: s }
---
title: Disabled
id: 11111111-0000-4000-8000-000000000005
logsource: { product: windows }
detection: { s: { A: b }, condition: s }
`;

const SOURCES: readonly SigmaSource[] = [{ path: 'rules/\u00fc.yml', text: EVERYTHING }];
const OPTIONS: SigmaOptions = {
  placeholders: { user: ['anna', 'b*'] },
  disabled: ['11111111-0000-4000-8000-000000000005'],
  pipelines: [
    {
      path: 'p.yml',
      text: 'name: p\npriority: 1\ntransformations:\n  - { type: field_name_prefix, prefix: x. }',
    },
  ],
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

/** All that a load gives but functions, and what one of them gives. */
function shownOf({ engine: _, needs, ...loaded }: LoadedSigma) {
  return { ...loaded, needs: needs() };
}

describe('rules that are loaded from a cache', () => {
  it('are what they are without', () => {
    const { cache, writes } = memoryCache();
    const plain = loadSigma(SOURCES, OPTIONS);
    expect(plain.counts).toEqual({ read: 5, loaded: 3, rejected: 1 });
    for (let turn = 0; turn < 2; turn += 1) {
      const kept = loadSigma(SOURCES, { ...OPTIONS, cache });
      expect(shownOf(kept)).toStrictEqual(shownOf(plain));
    }
    // The second load keeps nothing.
    expect(writes).toHaveLength(1);
  });

  it('are the same data, with what is known of them', () => {
    const parsed = parseSigma(SOURCES, OPTIONS);
    const kept = decodeSigma(encodeSigma('0'.repeat(64), parsed), null);
    if (kept.kind === 'refused') throw new Error(kept.reason);
    expect(structuredClone(kept.parsed)).toStrictEqual(structuredClone(parsed));
    expect(parsed.rules.map((_, index) => kept.known.clauses(index))).toStrictEqual(
      parsed.rules.map(clausesOf),
    );
    expect(new Set(kept.known.fields)).toEqual(new Set(parsed.rules.flatMap(ruleFields)));
  });

  it('fire as they do without', () => {
    const { cache } = memoryCache();
    const [rule = ''] = EVERYTHING.split('---');
    const text = rule.replace(/^ {2}condition: texts.*$/m, '  condition: 1 of v* or keywords');
    const sources = [{ path: 'r.yml', text }];
    const engines = [{}, { cache }, { cache }].map((more) => {
      return loadSigma(sources, { placeholders: { user: ['anna'] }, ...more }).engine;
    });
    const logsource = { product: 'windows', category: 'process_creation', service: 'sysmon' };
    const value = fc.constantFrom(
      'word',
      'x',
      'y z',
      'ABBc',
      5,
      4,
      1,
      0,
      23,
      true,
      null,
      '10.1.1.1',
      '2026-05-01',
    );
    const name = fc.constantFrom(...'IJKLMNOPQRSTU');
    fc.assert(
      fc.property(fc.dictionary(name, value), (fields) => {
        const [plain, ...others] = engines.map((engine) => engine.evaluate({ logsource, fields }));
        for (const other of others) expect(other).toEqual(plain);
      }),
    );
  });

  it('are none where there are none', () => {
    const { cache } = memoryCache();
    for (const sources of [[], [{ path: 'empty.yml', text: '' }]]) {
      const plain = shownOf(loadSigma(sources));
      expect(shownOf(loadSigma(sources, { cache }))).toStrictEqual(plain);
      expect(shownOf(loadSigma(sources, { cache }))).toStrictEqual(plain);
    }
  });

  it.each<[string, readonly SigmaSource[], SigmaOptions, string]>([
    ['a text', [{ path: 'rules/\u00fc.yml', text: `${EVERYTHING}#` }], OPTIONS, 'e'],
    ['a path', [{ path: 'other.yml', text: EVERYTHING }], OPTIONS, 'e'],
    ['one source more', [...SOURCES, { path: 'a.yml', text: '' }], OPTIONS, 'e'],
    ['a placeholder', SOURCES, { ...OPTIONS, placeholders: { user: ['bert', 'b*'] } }, 'e'],
    ['what is disabled', SOURCES, { ...OPTIONS, disabled: [] }, 'e'],
    ['a pipeline', SOURCES, { ...OPTIONS, pipelines: [] }, 'e'],
    [
      'a pipeline in place of a source',
      [],
      { ...OPTIONS, pipelines: [...(OPTIONS.pipelines ?? []), ...SOURCES] },
      'e',
    ],
    ['the engine', SOURCES, OPTIONS, 'f'],
  ])('are read anew when this is another: %s', (_what, sources, options, engine) => {
    expect(keyOf(engine, sources, options)).not.toBe(keyOf('e', SOURCES, OPTIONS));
  });
});

describe('rules that were kept and cannot be used', () => {
  const { cache, entries } = memoryCache();
  const plain = shownOf(loadSigma(SOURCES, { ...OPTIONS, cache }));
  const [[key, good] = ['', new Uint8Array()]] = entries;

  /** Loads with these bytes in place of the entry; the reason that is given for not using them. */
  function reasonFor(bytes: Uint8Array): string {
    const kept = memoryCache();
    kept.entries.set(key, bytes);
    const loaded = shownOf(loadSigma(SOURCES, { ...OPTIONS, cache: kept.cache }));
    const [told, ...others] = loaded.diagnostics;
    expect({ ...loaded, diagnostics: others }).toStrictEqual(plain);
    expect([told?.code, told?.severity]).toEqual(['sigma.cache-ignored', 'info']);
    expect(kept.entries.get(key)).toEqual(good);
    return /not used: (.*)/.exec(told?.message ?? '')?.[1] ?? '';
  }

  /** The entry with other sections, and the right digests. */
  function forged(change: (sections: string[]) => void): Uint8Array {
    const sections: string[] = [];
    const body = Buffer.from(good.subarray(good.indexOf(10) + 129));
    for (let at = 0; at < body.length; ) {
      const end = at + 4 + body.readUInt32LE(at);
      sections.push(body.toString('latin1', at + 4, end));
      at = end;
    }
    change(sections);
    return encodeEntry(key, sections);
  }

  const nonsense = 'it does not hold what it should';
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'it is no entry, or one of another version'],
    [
      'another version',
      good.map((byte, at) => (at === 12 ? 0x30 : byte)),
      'it is no entry, or one of another version',
    ],
    ['a head that is cut off', good.subarray(0, 50), 'it is cut off'],
    ['a body that is cut off', good.subarray(0, good.length - 1), 'it is damaged'],
    ['more behind the end', Buffer.concat([good, Buffer.from(' ')]), 'it is damaged'],
    ['those of other rules', encodeEntry('0'.repeat(64), []), 'it is of other rules'],
    ['no sections', encodeEntry(key, []), nonsense],
    ['facts of another kind', forged((all) => all.splice(1, 1, '[]')), nonsense],
    ['a rule without a title', forged((all) => all.splice(2, 1, '[{"id":"x"}]')), nonsense],
    ['a rule less', forged((all) => all.splice(2, 1, '[]')), nonsense],
    ['a field that is none', forged((all) => all.splice(4, 1, '[1]')), nonsense],
    ['no JSON', forged((all) => all.splice(5, 1, '[')), nonsense],
    ['nesting without end', forged((all) => all.splice(1, 1, '['.repeat(1e5) + ']'.repeat(1e5))), nonsense],
    ['clauses of more rules', forged((all) => all.splice(6, 1, '\n\n\n')), nonsense],
  ])('are read anew, which is said, and kept: %s', (_name, bytes, reason) => {
    expect(reasonFor(bytes)).toBe(reason);
    if (reason !== 'it is of other rules') expect(reopenSigma(bytes)).toBeNull();
  });

  it('are read anew whichever bit is turned', () => {
    fc.assert(
      fc.property(fc.nat(good.length * 8 - 1), (bit) => {
        const bytes = Buffer.from(good);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(reasonFor(bytes)).not.toBe('');
      }),
      { numRuns: 100 },
    );
  });
});

describe('keepSigma', () => {
  it('gives what reopenSigma opens, from the cache where it is there', () => {
    const { cache, entries, writes } = memoryCache();
    const plain = shownOf(loadSigma(SOURCES, OPTIONS));
    const kept = [
      keepSigma(SOURCES, OPTIONS),
      ...[1, 2].map(() => keepSigma(SOURCES, { ...OPTIONS, cache })),
    ];
    for (const { bytes, diagnostics } of kept) {
      expect(diagnostics).toEqual([]);
      const loaded = reopenSigma(structuredClone(bytes));
      expect(loaded === null ? null : shownOf(loaded)).toStrictEqual(plain);
    }
    expect(writes).toHaveLength(1);
    for (const key of entries.keys()) entries.set(key, new Uint8Array(3));
    const again = keepSigma(SOURCES, { ...OPTIONS, cache });
    expect(again.diagnostics.map(({ code }) => code)).toEqual(['sigma.cache-ignored']);
    expect(again.bytes).toEqual(kept[1]?.bytes);
  });
});
