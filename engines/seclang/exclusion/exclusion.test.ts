import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InspectorOptions, LoadedRules, RequestHead, RuleSource } from '../api.ts';
import { createInspector } from '../inspector.ts';
import { loadRules } from '../load.ts';
import {
  exclusionCandidates,
  formatExclusion,
  freeExclusionId,
  type InspectorPair,
  inspectRequest,
  pathOf,
  proveExclusion,
} from './index.ts';
import { spellPattern } from './spelling.ts';

/** Markers instead of attacks; scored and summed up as the CRS does. */
const RULES: RuleSource = {
  path: 'rules.conf',
  text: `
SecAction "id:1,phase:1,pass,nolog,setvar:tx.anomaly_score_pl1=0"
SecRule REQUEST_HEADERS:X-Head "@streq evil" "id:10,phase:1,pass,log,msg:'h',tag:'attack-sqli',setvar:tx.anomaly_score_pl1=+5"
SecRule ARGS|ARGS_NAMES|REQUEST_COOKIES "@contains evil" "id:100,phase:2,pass,log,t:none,t:lowercase,msg:'m',tag:'attack-sqli',severity:CRITICAL,setvar:tx.anomaly_score_pl1=+5"
SecRule ARGS "@rx (?i)ev[i]l" "id:101,phase:2,pass,log,msg:'m',tag:'attack-sqli',severity:CRITICAL,setvar:tx.anomaly_score_pl1=+5"
SecRule ARGS "@contains vi" "id:102,phase:2,pass,log,msg:'m',tag:'attack-xss',severity:CRITICAL,setvar:tx.anomaly_score_pl1=+3"
SecRule REQUEST_METHOD "@streq PUT" "id:103,phase:2,pass,log,msg:'m',severity:CRITICAL,setvar:tx.anomaly_score_pl1=+5"
SecRule TX:anomaly_score_pl1 "@ge 5" "id:949110,phase:2,deny,status:403,log,msg:'Too much'"
SecRule ARGS:second "@contains evil" "id:200,phase:2,deny,status:403,log,msg:'another rule set',tag:'attack-sqli'"
`,
};
const NOWHERE = { include: () => null, data: () => null };
const CONTEXT = { nowMs: 0, uniqueId: 'a' };
const plain = load();
const before = pairOf(plain);

function pairOf(rules: LoadedRules, options: InspectorOptions = {}): InspectorPair {
  const watching = createInspector(rules, { ...options, mode: 'detect' });
  return { blocking: createInspector(rules, options), watching };
}

function load(...first: readonly RuleSource[]): LoadedRules {
  return loadRules([...first, RULES], NOWHERE);
}

function requestOf(target: string, { method = 'GET', headers = [] }: Partial<RequestHead> = {}) {
  const head: RequestHead = {
    method,
    target,
    httpVersion: '1.1',
    headers: [['Host', 'a.example'], ...headers],
    clientAddress: '192.0.2.7',
    clientPort: 1,
    serverAddress: '192.0.2.1',
    serverPort: 80,
  };
  return { head, body: new Uint8Array() };
}

function exclude(target: string, ruleIds: readonly number[], variable: string | null) {
  const request = requestOf(target);
  const exclusion = { ruleIds, variable, path: pathOf(request.head), service: null };
  const text = formatExclusion(exclusion, 90_000);
  if (typeof text !== 'string') throw new Error(text.reason);
  const loaded = load({ path: 'exclusions.conf', text });
  expect(loaded.diagnostics).toEqual([]);
  expect(loaded.counts.read).toBe(plain.counts.read + 1);
  return {
    text,
    proof: proveExclusion({ before, after: pairOf(loaded), exclusion, request, context: CONTEXT }),
  };
}

describe('what could be excluded', () => {
  it('is grouped by kind of rule and by parameter, the narrowest and highest first', () => {
    const { matches } = inspectRequest(before.watching, requestOf('/a?q=Evil', { method: 'PUT' }), CONTEXT);
    expect(exclusionCandidates(matches)).toEqual([
      { group: 'attack-sqli', variable: 'ARGS:q', ruleIds: [100, 101], score: 10 },
      { group: 'attack-xss', variable: 'ARGS:q', ruleIds: [102], score: 3 },
      { group: '0', variable: 'REQUEST_METHOD', ruleIds: [103], score: 5 },
    ]);
  });
});

describe('an exclusion', () => {
  it('is for these rules, this parameter and this path, and nothing else', () => {
    const { text, proof } = exclude('/search?q=evil', [100, 101, 102], 'ARGS:q');
    expect(text).toBe(`SecRule REQUEST_FILENAME "@streq /search" "id:90000,phase:1,pass,t:none,nolog,\\
    ctl:ruleRemoveTargetById=100;ARGS:q,\\
    ctl:ruleRemoveTargetById=101;ARGS:q,\\
    ctl:ruleRemoveTargetById=102;ARGS:q"
`);
    expect(proof).toMatchObject({
      before: { verdict: { kind: 'block' }, score: 13 },
      after: { verdict: { kind: 'pass' }, score: 0, matches: [{ ruleId: 90_000 }, { ruleId: 1 }] },
      gone: [100, 101, 102],
      remaining: [],
      otherParameter: { kind: 'found', ruleIds: [100, 101, 102], blocked: true },
      otherPath: { kind: 'found', ruleIds: [100, 101, 102], blocked: true },
    });
  });

  it('says of which rules nothing can be said, as they do not match what is known', () => {
    expect(exclude('/search?q=evil', [100, 200], 'ARGS:q').proof).toMatchObject({
      gone: [100],
      untried: [200],
    });
  });

  it('says what remains, where it takes less away than blocks', () => {
    const { proof } = exclude('/search?q=evil', [100], 'ARGS:q');
    expect(proof).toMatchObject({ gone: [100], after: { verdict: { kind: 'block' }, score: 8 } });
  });

  it('takes away what a second rule set would have blocked for next, and finds it again elsewhere', () => {
    const { proof } = exclude('/a?second=evil', [100, 101, 102, 200], 'ARGS:second');
    expect(proof).toMatchObject({
      before: { verdict: { ruleId: 949110 } },
      after: { verdict: { kind: 'pass' } },
      gone: [100, 101, 102, 200],
      otherPath: { kind: 'found', ruleIds: [100, 101, 102, 200], blocked: true },
    });
  });

  it('of a rule in phase 1 works too', () => {
    const request = requestOf('/a', { headers: [['X-Head', 'evil']] });
    const exclusion = { ruleIds: [10], variable: 'REQUEST_HEADERS:X-Head', path: '/a', service: null };
    const text = formatExclusion(exclusion, 90_000) as string;
    const after = pairOf(load({ path: 'e.conf', text }));
    const proof = proveExclusion({ before, after, exclusion, request, context: CONTEXT });
    expect(proof).toMatchObject({
      gone: [10],
      otherParameter: { kind: 'not-applicable' },
      otherPath: { kind: 'found' },
    });
  });

  it('of a name keeps the same name found elsewhere', () => {
    expect(exclude('/a?evil=1', [100], 'ARGS_NAMES:evil').proof).toMatchObject({ gone: [100] });
  });

  it('of rules as such says that no parameter of the path is looked at any more', () => {
    const { text, proof } = exclude('/a?q=evil', [100, 101], null);
    expect(text).toContain('ctl:ruleRemoveById=100,');
    expect(proof).toMatchObject({
      gone: [100, 101],
      otherParameter: { kind: 'not-applicable' },
      otherPath: { kind: 'found' },
    });
  });

  it('for one service holds for that service only', () => {
    const request = requestOf('/a?q=evil');
    const exclusion = { ruleIds: [100, 101], variable: 'ARGS:q', path: '/a', service: 'portal-1' };
    const text = formatExclusion(exclusion, 90_000) as string;
    const loaded = load({ path: 'e.conf', text });
    expect(loaded.diagnostics).toEqual([]);
    const score = (service: string) =>
      inspectRequest(createInspector(loaded, { variables: { dejfa_service: service } }), request, CONTEXT)
        .score;
    expect([score('portal-1'), score('portal-2')]).toEqual([3, 13]);
  });

  it.each([
    ['no rule', { ruleIds: [] }],
    ['a variable of the rules themselves', { variable: 'TX:anomaly_score' }],
    ['a name longer than anybody uses', { variable: `ARGS:${'x'.repeat(600)}` }],
    ['a path longer than anybody uses', { path: `/${'x'.repeat(600)}` }],
  ])('is not written for %s', (_, change) => {
    const exclusion = { ruleIds: [100], variable: 'ARGS:q', path: '/a', service: null, ...change };
    expect(formatExclusion(exclusion, 90_000)).toMatchObject({ kind: 'refused' });
  });
});

/** What could break out of a quote, an action, a list, a line, a macro or a pattern, beside any bytes at all. */
const hostile = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    maxLength: 40,
  }),
  fc
    .array(
      fc.constantFrom(
        '"',
        "'",
        '\\',
        ',',
        '|',
        ';',
        ':',
        '/',
        '\n',
        '\r',
        '\\\n',
        '%{tx.0}',
        '.*',
        '(?i)',
        ')',
        '[',
        '$',
        '^',
        ' ',
        '#',
        '\0',
        '\x80',
        'ctl:ruleEngine=Off',
        'q',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

describe('names and paths that attackers chose', () => {
  it('stay data: one rule is loaded, and it takes away that parameter alone', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const encoded = name.replace(
          /[^A-Za-z0-9]/g,
          (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
        );
        const { text, proof } = exclude(`/a?${encoded}=evil`, [100, 101], `ARGS:${name}`);
        expect(text.split('\n')).toHaveLength(4);
        expect(text).toMatch(/^[\n\x20-\x7e]*$/);
        const isFound = proof.before.matches.some(({ ruleId }) => ruleId === 101);
        if (isFound) expect(proof.gone).toContain(101);
        expect(proof.otherParameter).toMatchObject({ kind: isFound ? 'found' : expect.any(String) });
      }),
      { numRuns: 300 },
    );
  });

  it('stay data in a path, and the path is that one', () => {
    fc.assert(
      fc.property(hostile, (path) => {
        const encoded = path.replace(
          /[^A-Za-z0-9/]/g,
          (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`,
        );
        const { text, proof } = exclude(`/${encoded}?q=evil`, [100, 101], 'ARGS:q');
        expect(text.split('\n')).toHaveLength(4);
        expect(proof).toMatchObject({ gone: [100, 101], otherPath: { kind: 'found' } });
      }),
      { numRuns: 300 },
    );
  });

  it('are matched whole, byte by byte', () => {
    expect(spellPattern('a.b\n"')).toBe('\\Aa\\x2eb\\x0a\\x22\\z');
    expect(() => spellPattern('\u0660')).toThrow(TypeError);
  });
});

it('takes a number that no rule has', () => {
  expect(freeExclusionId([90_000, 90_001, 90_003])).toBe(90_002);
  expect(freeExclusionId(Array.from({ length: 10_000 }, (_, at) => 90_000 + at))).toBeNull();
});
