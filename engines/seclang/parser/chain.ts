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
  return {
    kind: 'chain',
    id,
    phase,
    links: rules.map((rule) => resolveLink(rule, inherited, rule === head)),
    disruption: readDisruption(head.actions, inherited),
    message: textOf('msg'),
    logData: textOf('logdata'),
    severity,
    version: textOf('ver'),
    revision: textOf('rev'),
    maturity: textOf('maturity'),
    accuracy: textOf('accuracy'),
    ...readTagsAndLogging(behind(inherited, head.actions)),
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
  const transformations: string[] = [];
  const effects: ActionNode[] = [];
  let multiMatch = false;
  let capture = false;
  // What SecDefaultAction counts is counted once a chain.
  const firstEffect = isHead ? 0 : inherited.length;
  // Once over the actions: a rule has twenty, and this is done for each at every start.
  const actions = behind(inherited, rule.actions);
  for (let at = 0; at < actions.length; at += 1) {
    const action = actions[at];
    if (action === undefined) continue;
    if (action.name === 't') addTransformation(transformations, action.value ?? '');
    else if (action.name === 'multimatch') multiMatch = true;
    else if (action.name === 'capture') capture = true;
    if (at >= firstEffect && actionNamed(action.name)?.kind === 'effect') effects.push(action);
  }
  const targets = withNamespaces(rule.targets, rule.actions);
  return {
    targets,
    operator: rule.operator,
    transformations,
    multiMatch,
    capture,
    effects,
    place: rule.place,
  };
}

/** `none` takes away those before it. */
function addTransformation(transformations: string[], value: string): void {
  if (value.toLowerCase() === 'none') {
    transformations.length = 0;
    return;
  }
  const name = transformationNamed(value);
  if (name !== undefined) transformations.push(name);
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
  if (!targets.some(({ selector }) => selector?.kind === 'xpath')) return targets;
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

/** `log` and `nolog` speak for the audit log too, until `auditlog` or `noauditlog` follows. */
function readTagsAndLogging(actions: readonly ActionNode[]): Pick<ChainNode, 'tags' | 'log' | 'auditLog'> {
  const tags: string[] = [];
  let log = true;
  let auditLog = true;
  for (const { name, value } of actions) {
    if (name === 'tag' && value !== null) tags.push(value);
    else if (name === 'log' || name === 'nolog') log = auditLog = name === 'log';
    else if (name === 'auditlog' || name === 'noauditlog') auditLog = name === 'auditlog';
  }
  return { tags, log, auditLog };
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
