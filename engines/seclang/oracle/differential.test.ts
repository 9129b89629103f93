import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Program, RequestHead, RuleResolver } from '../api.ts';
import { type CollectionStore, createMemoryCollectionStore } from '../collections/index.ts';
import { createInspector } from '../inspector.ts';
import { loadRules } from '../load.ts';
import { interpret } from './interpret.ts';
import { createPlainCollections } from './plain-collections.ts';
import {
  controlRules,
  type RandomRule,
  randomForm,
  randomRules,
  randomWord,
  writeRules,
} from './random-rules.ts';

const NO_FILES: RuleResolver = { include: () => null, data: () => null };

/** One request of several in a row. */
interface Asked {
  readonly query: string;
  readonly body: string;
  readonly header: string;
  /** Seconds since the first one. */
  readonly seconds: number;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  query: randomForm,
  body: randomForm,
  header: randomWord,
  seconds: fc.constantFrom(0, 5, 15, 30, 80),
});

/** One to three requests in the order of their time. */
const requests = fc
  .array(asked, { minLength: 1, maxLength: 3 })
  .map((list) => list.toSorted((one, other) => one.seconds - other.seconds));

/** Counterexamples of former runs. */
const KEPT: readonly [RandomRule[], Asked[]][] = [
  // A rule that takes away its own target between two values of it.
  [
    [plainRule(['setvar:tx.score=+1', 'ctl:ruleRemoveTargetById=1000-1005;ARGS:a']), plainRule([])],
    [{ query: 'a=a&a=a', body: '', header: 'a', seconds: 0 }],
  ],
  // A chain that turns the engine off before its last rule, which does not match.
  [
    [
      { ...plainRule([]), phase: 5 },
      { ...plainRule(['ctl:ruleEngine=Off']), chained: true },
      { ...plainRule([]), operator: '!@contains %{tx.seen}', chained: true },
    ],
    [{ query: '', body: 'a=a', header: 'a', seconds: 0 }],
  ],
  // A rule that chooses another body processor when the body has been read.
  [
    [
      { ...plainRule(['ctl:requestBodyProcessor=JSON']), phase: 2 },
      { ...plainRule([]), target: 'REQUEST_BODY|ARGS_POST', operator: '@pm and ab', phase: 2 },
      plainRule([]),
    ],
    [
      { query: '', body: '', header: 'a', seconds: 0 },
      { query: '', body: 'Ab=a', header: 'a', seconds: 0 },
    ],
  ],
];

function plainRule(effects: RandomRule['effects']): RandomRule {
  return { target: 'ARGS', operator: '@rx a', transformations: [], effects, phase: 1, chained: false };
}

/** A rule that takes a counting rule away, in some requests. */
const TAKEN_AWAY: readonly RandomRule[] = [
  plainRule(['ctl:ruleRemoveById=1001']),
  { ...plainRule(['setvar:tx.score=+1']), target: '&TX:score', operator: '@eq 0' },
];

/** A counter that is asked for behind a rule that matches in some requests, and what matched last is asked for then. */
const ASKED_BEHIND: readonly RandomRule[] = [
  { ...plainRule([]), target: 'ARGS:a', operator: '@eq 0' },
  { ...plainRule([]), target: 'TX:score|TX:level', operator: '@ge 1' },
  { ...plainRule([]), target: 'MATCHED_VAR', operator: '@eq 0' },
];

/** Counterexamples of former runs. */
const KEPT_CONTROL: readonly [readonly RandomRule[], readonly Asked[]][] = [
  [TAKEN_AWAY, ['b=b', 'a=a', 'b=b'].map(askQuery)],
  [ASKED_BEHIND, ['a=a', '', 'a=a'].map(askQuery)],
];

function askQuery(query: string): Asked {
  return { query, body: '', header: 'b', seconds: 0 };
}

function headOf({ query, header }: Asked): RequestHead {
  return {
    method: 'POST',
    target: `/${query === '' ? '' : `?${query}`}`,
    httpVersion: '1.1',
    headers: [
      ['X-A', header],
      ['Cookie', 'a=b; c'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
    ],
    clientAddress: '192.0.2.1',
    clientPort: 1,
    serverAddress: '192.0.2.2',
    serverPort: 80,
  };
}

/** Ids of the rules that matched, and the variables that they left as the last rule sees them. */
interface Found {
  readonly ids: readonly number[];
  readonly tx: readonly (readonly [string, string])[];
}

function runCompiled(
  program: Program,
  list: readonly Asked[],
  collections: CollectionStore,
): readonly Found[] {
  const inspector = createInspector(program, { mode: 'detect', collections });
  return list.map((one) => {
    const transaction = inspector.begin(headOf(one), { nowMs: one.seconds * 1000, uniqueId: 'u' });
    transaction.requestHeaders();
    if (transaction.wantsRequestBody) transaction.appendRequestBody(Buffer.from(one.body, 'latin1'));
    transaction.requestBody();
    transaction.end();
    const written = transaction.matches.find(({ ruleId }) => ruleId === 2000)?.variables ?? [];
    return {
      ids: transaction.matches.map((match) => match.ruleId),
      tx: written.map(({ name, value }) => [name.slice('TX:'.length).toLowerCase(), value] as const),
    };
  });
}

function runPlainly(
  program: Program,
  list: readonly Asked[],
  collections: CollectionStore,
): readonly Found[] {
  return list.map((one) => {
    const { ruleIds, tx } = interpret(program, {
      head: headOf(one),
      body: one.body,
      variables: {},
      resolver: NO_FILES,
      nowMs: one.seconds * 1000,
      collections,
    });
    return { ids: ruleIds, tx: ruleIds.includes(2000) ? tx.slice(0, 16) : [] };
  });
}

function contentOf(collections: CollectionStore, nowMs: number): readonly unknown[] {
  const ids = [
    { application: '', name: 'ip', key: '192.0.2.1' },
    { application: '', name: 'global', key: 'all' },
    { application: 'default', name: 'session', key: 'a' },
  ] as const;
  return ids.map((id) => {
    const kept = collections.load(id, nowMs);
    return kept === null ? null : { ...kept, values: [...kept.values] };
  });
}

describe('the compiled engine and the plain interpreter', () => {
  it('match the same rules and leave the same variables and collections', () => {
    fc.assert(
      fc.property(randomRules, requests, (rules, list) => {
        const { program } = loadRules([{ path: 'r.conf', text: writeRules(rules) }], NO_FILES);
        const compiled = createMemoryCollectionStore();
        const plain = createPlainCollections();
        expect(runCompiled(program, list, compiled)).toEqual(runPlainly(program, list, plain));
        const lastMs = (list.at(-1)?.seconds ?? 0) * 1000;
        expect(contentOf(compiled, lastMs)).toEqual(contentOf(plain, lastMs));
      }),
      { numRuns: 700, examples: [...KEPT] },
    );
  });
});

describe('rules that lead through a rule set', () => {
  it('do in each request what the plain interpreter does', () => {
    fc.assert(
      fc.property(controlRules, requests, (rules, list) => {
        const { program } = loadRules([{ path: 'r.conf', text: writeRules(rules) }], NO_FILES);
        const often = [...list, ...list, ...list];
        const compiled = runCompiled(program, often, createMemoryCollectionStore());
        expect(compiled).toEqual(runPlainly(program, often, createPlainCollections()));
      }),
      { numRuns: 1000, examples: [...KEPT_CONTROL] },
    );
  });
});

/** A directive that changes a rule, and how the rule is written with the change in it. */
interface Change {
  readonly directive: (chain: number, offset: number) => string;
  readonly written: (rule: RandomRule) => RandomRule;
}

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom('!ARGS:a', '!ARGS:/^b/', 'REQUEST_METHOD', '!TX:score|ARGS:b').map((targets) => ({
    directive: (chain: number, offset: number) => `SecRuleUpdateTargetById ${chain}:${offset} "${targets}"`,
    written: (rule: RandomRule) => ({ ...rule, target: `${rule.target}|${targets}` }),
  })),
  fc.constantFrom('setvar:tx.u=+1', 't:lowercase', 't:none', 'capture', 'multiMatch').map((action) => ({
    directive: (chain: number, offset: number) => `SecRuleUpdateActionById ${chain}:${offset} "${action}"`,
    written: (rule: RandomRule) => ({ ...rule, effects: [...rule.effects, action] }),
  })),
);

describe('rules that directives change', () => {
  it('run as if they had been written so', () => {
    fc.assert(
      fc.property(
        randomRules,
        fc.array(fc.tuple(fc.nat({ max: 5 }), change), { maxLength: 4 }),
        requests,
        (rules, changes, list) => {
          const directives: string[] = [];
          const written = [...rules];
          for (const [number, { directive, written: write }] of changes) {
            const index = number % rules.length;
            const rule = written[index];
            if (rule === undefined) continue;
            const starter = rules.findLastIndex((one, at) => at <= index && (!one.chained || at === 0));
            directives.push(directive(1000 + starter, index - starter));
            written[index] = write(rule);
          }
          const texts = [writeRules(rules, directives), writeRules(written)];
          const [changed, plain] = texts.map((text) => {
            const { program, diagnostics } = loadRules([{ path: 'r.conf', text }], NO_FILES);
            const faults = diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
            return { faults, found: runCompiled(program, list, createMemoryCollectionStore()) };
          });
          expect(changed).toEqual(plain);
        },
      ),
      { numRuns: 400 },
    );
  });
});
