import { describe, expect, it } from 'vitest';
import { loadRules } from '../engines/seclang/index.ts';
import { type Noun, type NounKind, seclangNouns } from './seclang-reference.ts';

const nouns = seclangNouns();

describe('what the reference says', () => {
  it('covers the language', () => {
    const count = (kind: NounKind) => nouns.filter((noun) => noun.kind === kind).length;
    expect([count('directive'), count('variable'), count('operator')]).toEqual([
      expect.toSatisfy((n: number) => n >= 25),
      expect.toSatisfy((n: number) => n >= 80),
      expect.toSatisfy((n: number) => n >= 25),
    ]);
  });

  it.each(['directive', 'operator', 'action'] as const)('has an example of each %s', (kind) => {
    expect(
      nouns.filter((noun) => noun.kind === kind && examplesOf(noun).length === 0).map(({ name }) => name),
    ).toEqual([]);
  });
});

/** Pieces of code in an example that are SecLang: whole lines, or actions. */
function examplesOf({ kind, name, example }: Noun): readonly string[] {
  const pieces = [...(example ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  const isAction = (text: string) => /^[a-zA-Z]+(?::|$)/.test(text) && kind === 'action';
  const isCode = (text: string) =>
    /^(?:Sec|Include)/.test(text) || /^t:[A-Za-z]/.test(text) || isAction(text);
  // A transformation is mostly shown by what it makes of a text; its name is the code.
  const named = kind === 'transformation' ? [`t:${name}`] : [];
  return [...new Set([...named, ...pieces.filter(isCode)])];
}

/** The rules that an example speaks of, so that it finds them. */
function around(code: string): readonly string[] {
  const ids = [...code.matchAll(/(?<![\d.:;])\d{5,7}(?![\d.])/g)].map(([id]) => id);
  const named = [...new Set(code.startsWith('SecRuleUpdate') || code.startsWith('SecRuleRemove') ? ids : [])];
  const rules = named.map(
    (id) =>
      `SecRule ARGS|REQUEST_URI "@rx numeric" "id:${id},phase:2,pass,log,msg:'numeric IP',tag:'attack-sqli attack-dos'"`,
  );
  if (/^SecRule(?:Remove|Update)/.test(code) && rules.length === 0)
    return [
      `SecRule ARGS "@rx x" "id:5,phase:2,pass,log,msg:'a numeric IP',tag:'attack-sqli',tag:'attack-dos'"`,
    ];
  return rules;
}

function asRule(code: string): string {
  if (/^(?:Sec|Include)/.test(code)) return code;
  const escaped = code.replaceAll('"', '\\"');
  return `SecRule ARGS "@rx x" "id:1,phase:2,pass,log,${escaped}"`;
}

it.each(
  nouns.flatMap((noun) => examplesOf(noun).map((code) => [`${noun.kind} ${noun.name}`, code] as const)),
)('the example of %s loads: %s', (_, code) => {
  const rule = asRule(code);
  const isChained = /[",]chain[",]/.test(rule);
  const marker = /skipAfter:([A-Za-z-]+)/.exec(rule)?.[1];
  const text = [
    ...around(code),
    rule,
    ...(isChained ? ['SecRule ARGS "@rx y" "t:none"'] : []),
    ...(marker === undefined ? [] : [`SecMarker ${marker}`]),
  ].join('\n');
  const included = { path: 'rules/a.conf', text: 'SecAction "id:99,phase:1,pass,nolog"\n' };
  const blocklists = { answer: () => undefined };
  const resolver = { include: () => [included], data: () => '192.0.2.0/24\n', geo: () => null, blocklists };
  const { diagnostics } = loadRules([{ path: 'example.conf', text: `${text}\n` }], resolver);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
});
