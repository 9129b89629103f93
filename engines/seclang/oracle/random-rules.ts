import fc from 'fast-check';

const word = fc.constantFrom('a', 'b', 'Ab', 'a%41', 'x+y', 'AND', '1', '12', '../a', '\\x41', 'a  b');

const target = fc.constantFrom(
  'ARGS',
  'ARGS_NAMES',
  'ARGS|!ARGS:a',
  'ARGS:/^a/',
  '&ARGS',
  '&ARGS:b',
  '&ARGS|!ARGS:a|ARGS:b',
  'REQUEST_HEADERS:X-A',
  'REQUEST_HEADERS|!REQUEST_HEADERS:/^c/',
  'REQUEST_URI',
  'REQUEST_COOKIES|REQUEST_COOKIES_NAMES',
  'TX:score',
  'TX:level',
  '&TX:level',
  'TX:score|TX:level',
  '&TX:/^s/',
  'TX',
  'TX|!TX:score',
  'MATCHED_VAR',
  'MATCHED_VARS|!MATCHED_VARS:ARGS:a',
  'REQUEST_BODY|ARGS_POST',
  'MATCHED_VARS_NAMES',
  'REQUEST_METHOD|REQUEST_FILENAME',
  'IP:n',
  '&IP:n',
  'IP|!IP:CREATE_TIME|!IP:LAST_UPDATE_TIME',
  'GLOBAL:n|SESSION:n',
  'SESSIONID',
  'ENV:e',
);

const operator = fc.constantFrom(
  '@rx a',
  '@rx ^(a)(b)?',
  '!@rx ^[a-z]+$',
  '@contains a',
  '@streq 1',
  '@ge 1',
  '@lt 2',
  '@eq 0',
  '@lt %{tx.score}',
  '@pm and ab',
  '@within a b Ab %{tx.seen}',
  '@beginsWith a',
  '@endsWith b',
  '!@contains %{tx.seen}',
  '@validateByteRange 32-126',
  '@unconditionalMatch',
  '@eq %{ip.n}',
  '@rxGlobal (a|b)',
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
  'setvar:tx.level=2',
  'setvar:tx.Level=%{tx.score}',
  'setvar:!tx.level',
  'setenv:e=%{TX.0}',
  'initcol:ip=%{REMOTE_ADDR}',
  'initcol:global=all',
  'setsid:%{MATCHED_VAR}',
  'setvar:ip.n=+1',
  'setvar:ip.seen=%{MATCHED_VAR}',
  'setvar:!ip.seen',
  'setvar:ip.timeout=20',
  'setvar:session.n=+1',
  'setvar:global.n=-2',
  'expirevar:ip.n=15',
  'deprecatevar:ip.n=1/10',
  'ctl:ruleRemoveById=1003',
  'ctl:ruleRemoveByTag=own',
  'ctl:ruleRemoveTargetById=1000-1005;ARGS:a',
  'ctl:ruleRemoveTargetById=1000-1005;ARGS:/b/',
  'ctl:ruleRemoveTargetByTag=own;TX',
  'ctl:requestBodyAccess=Off',
  'ctl:requestBodyLimit=5',
  'ctl:requestBodyProcessor=JSON',
  'ctl:forceRequestBodyVariable=On',
  'ctl:ruleEngine=Off',
  'tag:own',
  'capture',
  'multiMatch',
  'skip:1',
  'skip:2',
  'skipAfter:END',
  'skipAfter:1004',
  'nolog',
);

/** One rule, before it is written. */
export interface RandomRule {
  readonly target: string;
  readonly operator: string;
  readonly transformations: readonly string[];
  readonly effects: readonly string[];
  readonly phase: number;
  /** Whether it belongs to the chain of the rule before it. */
  readonly chained: boolean;
}

/** One to six rules. */
export const randomRules: fc.Arbitrary<readonly RandomRule[]> = fc.array(
  fc.record({
    target,
    operator,
    transformations: fc.array(transformation, { maxLength: 3 }),
    effects: fc.array(effect, { maxLength: 3 }),
    phase: fc.constantFrom(1, 2, 2, 5),
    chained: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

/** Four to ten rules, most of which read and write counters alone, as those do that lead through a rule set. */
export const controlRules: fc.Arbitrary<readonly RandomRule[]> = fc.array(
  fc.record({
    target: fc.oneof(
      {
        weight: 5,
        arbitrary: fc.constantFrom('TX:score', 'TX:level', '&TX:level', '&TX:score', 'TX:score|TX:level'),
      },
      { weight: 2, arbitrary: fc.constantFrom('ARGS', 'ARGS:a', 'MATCHED_VAR', 'MATCHED_VARS', 'TX') },
    ),
    operator: fc.constantFrom(
      '@ge 1',
      '@lt 2',
      '@eq 0',
      '@lt %{tx.score}',
      '@streq 2',
      '!@eq %{tx.level}',
      '@contains a',
    ),
    transformations: fc.constant([]),
    effects: fc.array(
      fc.constantFrom(
        'setvar:tx.score=+1',
        'setvar:tx.level=2',
        'setvar:tx.Level=%{tx.score}',
        'setvar:!tx.level',
        'setvar:tx.score=0',
        'skip:1',
        'skipAfter:END',
        'skipAfter:1005',
        'nolog',
        'tag:own',
        'ctl:ruleRemoveById=1002-1009',
        'ctl:ruleRemoveTargetById=1000-1009;TX:score',
      ),
      { maxLength: 3 },
    ),
    phase: fc.constantFrom(1, 2, 2, 5),
    chained: fc.constantFrom(false, false, true),
  }),
  { minLength: 4, maxLength: 10 },
);

/** A query or a form. */
export const randomForm: fc.Arbitrary<string> = fc
  .array(fc.tuple(word, word), { maxLength: 4 })
  .map((pairs) => pairs.map((pair) => pair.join('=')).join('&'));

/** The value of a header field. */
export const randomWord: fc.Arbitrary<string> = word;

/** Actions of a rule that only the first one of a chain may have. */
const STARTER_ONLY = /^(?:tag|skip|skipAfter|nolog)(?::|$)/;

/**
 * The rules as text. The first rule of a chain has the id 1000 plus its place. The last rule matches on every variable
 * that was written, so that their values are compared too.
 */
export function writeRules(rules: readonly RandomRule[], behind: readonly string[] = []): string {
  const lines = rules.map(({ chained, ...rule }, index) => {
    const isStarter = !chained || index === 0;
    const effects = rule.effects.filter((one) => isStarter || !STARTER_ONLY.test(one));
    const own = [...rule.transformations.map((name) => `t:${name}`), ...effects];
    const head = isStarter ? [`id:${1000 + index}`, `phase:${rule.phase}`, 'pass'] : [];
    const opens = rules[index + 1]?.chained === true ? ['chain'] : [];
    return `SecRule ${rule.target} "${rule.operator}" "${[...head, ...own, ...opens].join(',')}"`;
  });
  return [
    'SecCollectionTimeout 40',
    ...lines,
    'SecMarker END',
    ...behind,
    'SecAction "id:1999,phase:5,pass"',
    'SecRule TX "@unconditionalMatch" "id:2000,phase:5,pass,log"',
  ].join('\n');
}
