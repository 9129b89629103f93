import { actionNamed } from '../actions/index.ts';
import type { Phase } from '../api.ts';
import type { ChainNode, LinkNode } from '../ast/chain.ts';
import type { ActionNode, RuleNode, TargetNode } from '../ast/rule.ts';
import { transformationNamed } from '../transformations/index.ts';
import { checkActions } from './check-actions.ts';
import { readDisruption } from './disruption.ts';
import type { Reporter } from './reporter.ts';

/** Actions of `SecDefaultAction` by phase. */
export type DefaultActions = ReadonlyMap<Phase, readonly ActionNode[]>;

/** What holds for phases without a `SecDefaultAction`. */
const NO_DEFAULTS: readonly ActionNode[] = [];

/** Phases by what `phase` calls them. */
const PHASES: Readonly<Record<string, Phase>> = {
  1: 1,
  2: 2,
  3: 3,
  4: 4,
  5: 5,
  request: 2,
  response: 4,
  logging: 5,
};

const SEVERITIES: readonly string[] = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'info',
  'debug',
];

/**
 * Fills in the defaults of a rule and the rules chained to it. Null, and a diagnostic for each reason, where the
 * chain cannot be run.
 */
export function resolveChain(
  rules: readonly [RuleNode, ...RuleNode[]],
  defaults: DefaultActions,
  reporter: Reporter,
): ChainNode | null {
  const [head] = rules;
  const valid = rules
    .map((rule) => checkActions(rule.actions, rule === head ? 'starter' : 'chained', reporter))
    .every((ok) => ok);
  const values = lastValues(head.actions);
  const textOf = (name: string): string => values.get(name) ?? '';
  const phase = phaseNamed(values.get('phase') ?? '2');
  const id = /^\d{1,15}$/.test(textOf('id')) ? Number(textOf('id')) : 0;
  if (phase === undefined) {
    reportAt(reporter, head, {
      code: 'seclang.bad-phase',
      message: 'the phase of a rule is 1 to 5, request, response or logging',
    });
  }
  if (id === 0) {
    reportAt(reporter, head, {
      code: 'seclang.missing-id',
      message: 'a rule needs an id: a whole number above 0, such as id:1000',
    });
  }
  const severity = readSeverity(values.get('severity') ?? null, head, reporter);
  if (!valid || phase === undefined || id === 0 || severity === undefined) return null;
  const inherited = defaults.get(phase) ?? NO_DEFAULTS;
  const actions = behind(inherited, head.actions);
  return {
    kind: 'chain',
    id,
    phase,
    links: rules.map((rule) => resolveLink(rule, inherited, rule === head)),
    disruption: readDisruption(head.actions, inherited),
    message: textOf('msg'),
    logData: textOf('logdata'),
    severity,
    tags: valuesOf(actions, 'tag'),
    version: textOf('ver'),
    revision: textOf('rev'),
    maturity: textOf('maturity'),
    accuracy: textOf('accuracy'),
    ...readLogging(actions),
    skip: Number.parseInt(textOf('skip'), 10) || 0,
    skipAfter: values.get('skipafter') ?? null,
    file: head.file,
    place: head.place,
  };
}

/** The phase that `phase` calls so; undefined where there is none. */
export function phaseNamed(name: string): Phase | undefined {
  return Object.hasOwn(PHASES, name.toLowerCase()) ? PHASES[name.toLowerCase()] : undefined;
}

function resolveLink(rule: RuleNode, inherited: readonly ActionNode[], isHead: boolean): LinkNode {
  const own = rule.actions;
  const actions = behind(inherited, own);
  return {
    targets: withNamespaces(rule.targets, own),
    operator: rule.operator,
    transformations: readTransformations(actions),
    multiMatch: actions.some((action) => action.name === 'multimatch'),
    capture: actions.some((action) => action.name === 'capture'),
    // What SecDefaultAction counts is counted once a chain.
    effects: (isHead ? actions : own).filter((action) => actionNamed(action.name)?.kind === 'effect'),
    place: rule.place,
  };
}

/** Actions behind those that are inherited. */
function behind(inherited: readonly ActionNode[], own: readonly ActionNode[]): readonly ActionNode[] {
  return inherited.length === 0 ? own : [...inherited, ...own];
}

/** XPath expressions know the prefixes that their rule declares. */
function withNamespaces(
  targets: readonly TargetNode[],
  actions: readonly ActionNode[],
): readonly TargetNode[] {
  const declared = valuesOf(actions, 'xmlns').map((value): readonly [string, string] => {
    const equals = value.indexOf('=');
    return [value.slice(0, equals), value.slice(equals + 1).replace(/^(["'])(.*)\1$/, '$2')];
  });
  if (declared.length === 0) return targets;
  const namespaces = Object.fromEntries(declared);
  return targets.map((target) =>
    target.selector?.kind === 'xpath' ? { ...target, selector: { ...target.selector, namespaces } } : target,
  );
}

function readTransformations(actions: readonly ActionNode[]): readonly string[] {
  const named = actions.filter((action) => action.name === 't');
  const lastNone = named.findLastIndex(isNone);
  return named.slice(lastNone + 1).flatMap((action) => transformationNamed(action.value ?? '') ?? []);
}

function isNone(action: ActionNode): boolean {
  return action.value?.toLowerCase() === 'none';
}

/** `log` and `nolog` speak for the audit log too, until `auditlog` or `noauditlog` follows. */
function readLogging(actions: readonly ActionNode[]): { readonly log: boolean; readonly auditLog: boolean } {
  let log = true;
  let auditLog = true;
  for (const { name } of actions) {
    if (name === 'log' || name === 'nolog') log = name === 'log';
    if (name === 'log' || name === 'auditlog') auditLog = true;
    if (name === 'nolog' || name === 'noauditlog') auditLog = false;
  }
  return { log, auditLog };
}

function readSeverity(value: string | null, rule: RuleNode, reporter: Reporter): number | null | undefined {
  if (value === null) return null;
  const text = value.toLowerCase();
  const named = SEVERITIES.indexOf(text);
  const number = named === -1 && /^[0-7]$/.test(text) ? Number(text) : named;
  if (number !== -1) return number;
  reportAt(reporter, rule, {
    code: 'seclang.bad-severity',
    message: `a severity is 0 to 7 or one of ${SEVERITIES.join(', ')}`,
  });
  return undefined;
}

/** By name: the value of the last action of that name. */
function lastValues(actions: readonly ActionNode[]): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  for (const { name, value } of actions) values.set(name, value);
  return values;
}

function valuesOf(actions: readonly ActionNode[], name: string): readonly string[] {
  const values: string[] = [];
  for (const action of actions) if (action.name === name && action.value !== null) values.push(action.value);
  return values;
}

function reportAt(
  reporter: Reporter,
  rule: RuleNode,
  said: { readonly code: `seclang.${string}`; readonly message: string },
): void {
  reporter.report({ ...said, severity: 'error', place: rule.place, help: 'the rule is not run' });
}
