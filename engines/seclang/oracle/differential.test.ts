import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RequestHead, RuleResolver } from '../api.ts';
import { createInspector } from '../inspector.ts';
import { loadRules } from '../load.ts';
import { interpret } from './interpret.ts';

const NO_FILES: RuleResolver = { include: () => null, data: () => null };

const word = fc.constantFrom('a', 'b', 'Ab', 'a%41', 'x+y', 'AND', '1', '12', '../a', '\\x41', 'a  b');

const target = fc.constantFrom(
  'ARGS',
  'ARGS_NAMES',
  'ARGS|!ARGS:a',
  'ARGS:/^a/',
  '&ARGS',
  '&ARGS:b',
  'REQUEST_HEADERS:X-A',
  'REQUEST_URI',
  'REQUEST_COOKIES|REQUEST_COOKIES_NAMES',
  'TX:score',
  '&TX:/^s/',
  'TX',
  'MATCHED_VAR',
  'REQUEST_BODY|ARGS_POST',
  'MATCHED_VARS_NAMES',
  'REQUEST_METHOD|REQUEST_FILENAME',
);

const operator = fc.constantFrom(
  '@rx a',
  '@rx ^(a)(b)?',
  '!@rx ^[a-z]+$',
  '@contains a',
  '@streq 1',
  '@ge 1',
  '@lt 2',
  '@pm and ab',
  '@within a b Ab %{tx.seen}',
  '@beginsWith a',
  '@endsWith b',
  '!@contains %{tx.seen}',
  '@validateByteRange 32-126',
  '@unconditionalMatch',
);

const transformation = fc.constantFrom(
  'none',
  'lowercase',
  'urlDecodeUni',
  'compressWhitespace',
  'normalizePath',
  'jsDecode',
  'length',
  'hexEncode',
);

const effect = fc.constantFrom(
  'setvar:tx.score=+1',
  'setvar:tx.seen=%{MATCHED_VAR}',
  'setvar:tx.s_%{MATCHED_VAR_NAME}=1',
  'setvar:!tx.score',
  'ctl:ruleRemoveById=1003',
  'ctl:ruleRemoveTargetById=1000-1005;ARGS:a',
  'capture',
  'multiMatch',
  'skip:1',
  'skipAfter:END',
  'nolog',
);

const link = fc.record({
  target,
  operator,
  transformations: fc.array(transformation, { maxLength: 3 }),
  effects: fc.array(effect, { maxLength: 3 }),
  phase: fc.constantFrom(1, 2),
  chained: fc.boolean(),
});

type Link = typeof link extends fc.Arbitrary<infer T> ? T : never;

/** Rules 1000, 1001 …; a chained link becomes the second rule of the one before it. */
function writeRules(links: readonly Link[]): string {
  const rules = links.map(({ chained, ...one }, index) => {
    const opens = links[index + 1]?.chained === true && index + 1 < links.length;
    const own = [...one.transformations.map((name) => `t:${name}`), ...one.effects];
    const head = chained && index > 0 ? [] : [`id:${1000 + index}`, `phase:${one.phase}`, 'pass'];
    return `SecRule ${one.target} "${one.operator}" "${[...head, ...own, ...(opens ? ['chain'] : [])].join(',')}"`;
  });
  // The last rule matches on every variable that was written, so that their values are compared too.
  return [
    ...rules,
    'SecMarker END',
    'SecAction "id:1999,phase:2,pass"',
    'SecRule TX "@unconditionalMatch" "id:2000,phase:2,pass,log"',
  ].join('\n');
}

const query = fc
  .array(fc.tuple(word, word), { maxLength: 4 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

/** Counterexamples of former runs. */
const KEPT: readonly [Link[], string, string, string][] = [
  // A rule that takes away its own target between two values of it.
  [
    [plainLink(['setvar:tx.score=+1', 'ctl:ruleRemoveTargetById=1000-1005;ARGS:a']), plainLink([])],
    'a=a&a=a',
    '',
    'a',
  ],
];

function plainLink(effects: Link['effects']): Link {
  return { target: 'ARGS', operator: '@rx a', transformations: [], effects, phase: 1, chained: false };
}

describe('the compiled engine and the plain interpreter', () => {
  it('match the same rules and leave the same variables', () => {
    fc.assert(
      fc.property(
        fc.array(link, { minLength: 1, maxLength: 6 }),
        query,
        query,
        word,
        (links, args, body, header) => {
          const { program } = loadRules([{ path: 'r.conf', text: writeRules(links) }], NO_FILES);
          const head: RequestHead = {
            method: 'POST',
            target: `/${args === '' ? '' : `?${args}`}`,
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
          const expected = interpret(program, { head, body, variables: {}, resolver: NO_FILES });
          const transaction = createInspector(program, { mode: 'detect' }).begin(head, {
            nowMs: 0,
            uniqueId: 'u',
          });
          transaction.requestHeaders();
          transaction.appendRequestBody(Buffer.from(body, 'latin1'));
          transaction.requestBody();
          expect(transaction.matches.map((match) => match.ruleId)).toEqual(expected.ruleIds);
          const written = transaction.matches.at(-1)?.variables ?? [];
          const tx = expected.tx.slice(0, 16);
          if (tx.length === 0) return;
          expect(written.map(({ name, value }) => [name.slice('TX:'.length).toLowerCase(), value])).toEqual(
            tx,
          );
        },
      ),
      {
        numRuns: 500,
        examples: [...KEPT],
      },
    );
  });
});
