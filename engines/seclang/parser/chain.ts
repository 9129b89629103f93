import { actionNamed } from '../actions/index.ts';
import type { Phase } from '../api.ts';
import type { ChainNode, Disruption, LinkNode } from '../ast/chain.ts';
import type { ActionNode, RuleNode } from '../ast/rule.ts';
import { transformationNamed } from '../transformations/index.ts';
import type { Reporter } from './reporter.ts';

/** Actions of `SecDefaultAction` by phase. */
export type DefaultActions = ReadonlyMap<Phase, readonly ActionNode[]>;

/** What holds for phases without a `SecDefaultAction`. */
const NO_DEFAULTS: readonly ActionNode[] = [];

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
  const valid = rules.map((rule) => checkActions(rule, reporter)).every((ok) => ok);
  const phase = PHASES[lastValue(head.actions, 'phase')?.toLowerCase() ?? '2'];
  const id = Number(lastValue(head.actions, 'id') ?? Number.NaN);
  if (phase === undefined) {
    reportAt(reporter, head, {
      code: 'seclang.bad-phase',
      message: 'the phase of a rule is 1 to 5, request, response or logging',
    });
  }
  if (!Number.isSafeInteger(id) || id <= 0) {
    reportAt(reporter, head, {
      code: 'seclang.missing-id',
      message: 'a rule needs an id: a whole number above 0, such as id:1000',
    });
  }
  const severity = readSeverity(head, reporter);
  if (!valid || phase === undefined || !(id > 0) || severity === undefined) return null;
  const inherited = defaults.get(phase) ?? NO_DEFAULTS;
  return {
    kind: 'chain',
    id,
    phase,
    links: rules.map((rule) => resolveLink(rule, inherited)),
    disruption: readDisruption(head.actions, inherited),
    message: lastValue(head.actions, 'msg') ?? '',
    logData: lastValue(head.actions, 'logdata') ?? '',
    severity,
    tags: head.actions.flatMap((action) =>
      action.name === 'tag' && action.value !== null ? [action.value] : [],
    ),
    version: lastValue(head.actions, 'ver') ?? '',
    log: readLog([...inherited, ...head.actions]),
    skip: Number.parseInt(lastValue(head.actions, 'skip') ?? '0', 10) || 0,
    skipAfter: lastValue(head.actions, 'skipafter'),
    file: head.file,
    place: head.place,
  };
}

function checkActions(rule: RuleNode, reporter: Reporter): boolean {
  let ok = true;
  for (const action of rule.actions) {
    const kind = actionNamed(action.name);
    if (kind === undefined || kind.kind === 'unsupported') {
      reporter.report({
        code: kind === undefined ? 'seclang.unknown-action' : 'seclang.unsupported-action',
        severity: 'error',
        message: `the action ${action.name} ${kind === undefined ? 'is not known' : `is not supported: ${kind.reason}`}`,
        place: action.place,
        help: 'the rule is not run; remove the action to run it',
      });
      ok = false;
    }
    if (action.name === 't' && !isNone(action) && transformationNamed(action.value ?? '') === undefined) {
      reporter.report({
        code: 'seclang.unknown-transformation',
        severity: 'error',
        message: `the transformation ${action.value ?? ''} is not known`,
        place: action.place,
        help: 'the rule is not run; check the spelling',
      });
      ok = false;
    }
  }
  return ok;
}

function resolveLink(rule: RuleNode, inherited: readonly ActionNode[]): LinkNode {
  return {
    targets: rule.targets,
    operator: rule.operator,
    transformations: readTransformations([...inherited, ...rule.actions]),
    multiMatch: rule.actions.some((action) => action.name === 'multimatch'),
    capture: rule.actions.some((action) => action.name === 'capture'),
    effects: rule.actions.filter((action) => actionNamed(action.name)?.kind === 'effect'),
    place: rule.place,
  };
}

function readTransformations(actions: readonly ActionNode[]): readonly string[] {
  const named = actions.filter((action) => action.name === 't');
  const lastNone = named.findLastIndex(isNone);
  return named.slice(lastNone + 1).flatMap((action) => transformationNamed(action.value ?? '') ?? []);
}

function isNone(action: ActionNode): boolean {
  return action.value?.toLowerCase() === 'none';
}

function readLog(actions: readonly ActionNode[]): boolean {
  return actions.findLast((action) => action.name === 'log' || action.name === 'nolog')?.name !== 'nolog';
}

function readDisruption(actions: readonly ActionNode[], inherited: readonly ActionNode[]): Disruption {
  const own = findDisruptive(actions);
  const action = own?.name === 'block' || own === undefined ? (findDisruptive(inherited) ?? own) : own;
  const all = [...inherited, ...actions];
  const status = Number.parseInt(lastValue(all, 'status') ?? '403', 10);
  if (action?.name === 'deny') return { kind: 'deny', status: status >= 400 && status <= 599 ? status : 403 };
  // The connection cannot be cut, nor the client sent elsewhere, from here: both become a refusal.
  if (action?.name === 'drop' || action?.name === 'redirect') return { kind: 'deny', status: 403 };
  if (action?.name !== 'allow') return { kind: 'pass' };
  const scope = action.value?.toLowerCase();
  return { kind: 'allow', scope: scope === 'phase' || scope === 'request' ? scope : 'transaction' };
}

function findDisruptive(actions: readonly ActionNode[]): ActionNode | undefined {
  const names = ['allow', 'block', 'deny', 'drop', 'pass', 'redirect'];
  return actions.findLast((action) => names.includes(action.name));
}

function readSeverity(rule: RuleNode, reporter: Reporter): number | null | undefined {
  const text = lastValue(rule.actions, 'severity')?.toLowerCase();
  if (text == null) return null;
  const named = SEVERITIES.indexOf(text);
  const number = named === -1 && /^[0-7]$/.test(text) ? Number(text) : named;
  if (number !== -1) return number;
  reportAt(reporter, rule, {
    code: 'seclang.bad-severity',
    message: `a severity is 0 to 7 or one of ${SEVERITIES.join(', ')}`,
  });
  return undefined;
}

function lastValue(actions: readonly ActionNode[], name: string): string | null {
  return actions.findLast((action) => action.name === name)?.value ?? null;
}

function reportAt(
  reporter: Reporter,
  rule: RuleNode,
  said: { readonly code: `seclang.${string}`; readonly message: string },
): void {
  reporter.report({ ...said, severity: 'error', place: rule.place, help: 'the rule is not run' });
}
