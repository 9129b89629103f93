import { type ActionKind, actionNamed } from '../actions/index.ts';
import type { ActionNode } from '../ast/rule.ts';
import { transformationNamed } from '../transformations/index.ts';
import type { Reporter } from './reporter.ts';

type Supported = Exclude<ActionKind, { kind: 'unsupported' }>;

/** Where the actions stand: in a rule, in one that is chained, in `SecDefaultAction`, or in an update of a rule. */
export type ActionPosition = 'starter' | 'chained' | 'default' | 'update' | 'chained-update';

/** What follows from a fault, by where it stands. */
const CONSEQUENCES: Readonly<Record<ActionPosition, string>> = {
  starter: 'the rule is not run',
  chained: 'the rule is not run',
  default: 'the directive has no effect',
  update: 'the rule stays as it was',
  'chained-update': 'the rule stays as it was',
};

/** Actions that `SecDefaultAction` must not hold: what is of one rule only. */
const NOT_INHERITED: ReadonlySet<string> = new Set([
  'accuracy',
  'chain',
  'id',
  'logdata',
  'maturity',
  'msg',
  'rev',
  'severity',
  'skip',
  'skipafter',
  'ver',
]);

/** Reports what is wrong with each action; false where a rule with them cannot be run. */
export function checkActions(
  actions: readonly ActionNode[],
  position: ActionPosition,
  reporter: Reporter,
): boolean {
  let ok = true;
  for (const action of actions) {
    const kind = actionNamed(action.name);
    if (kind === undefined || kind.kind === 'unsupported') {
      reportUnusable(action, kind, { position, reporter });
      ok = false;
      continue;
    }
    const fault = faultOf(action, kind);
    if (fault !== null) {
      const { help, ...said } = fault;
      const consequence = CONSEQUENCES[position];
      reporter.report({
        ...said,
        severity: 'error',
        place: action.place,
        help: help === null ? consequence : `${consequence}; ${help}`,
      });
      ok = false;
    }
    remark(action, kind, { position, reporter });
  }
  return ok;
}

function reportUnusable(
  action: ActionNode,
  kind: ActionKind | undefined,
  { position, reporter }: { readonly position: ActionPosition; readonly reporter: Reporter },
): void {
  const reason = kind?.kind === 'unsupported' ? `is not supported: ${kind.reason}` : 'is not known';
  reporter.report({
    code: kind === undefined ? 'seclang.unknown-action' : 'seclang.unsupported-action',
    severity: 'error',
    message: `the action ${action.name} ${reason}`,
    place: action.place,
    help: `${CONSEQUENCES[position]}; remove the action, or correct it`,
  });
}

function faultOf(
  { name, value }: ActionNode,
  kind: Supported,
): { readonly code: `seclang.${string}`; readonly message: string; readonly help: string | null } | null {
  if (kind.value === 'required' && (value ?? '') === '') {
    const message = `the action ${name} needs a value`;
    return { code: 'seclang.bad-action', message, help: `write ${name}:value` };
  }
  const wrong = value === null ? null : (kind.check?.(value) ?? null);
  if (wrong !== null) return { code: 'seclang.bad-action', message: wrong, help: null };
  if (name === 't' && value?.toLowerCase() !== 'none' && transformationNamed(value ?? '') === undefined) {
    const message = `the transformation ${value ?? ''} is not known`;
    return {
      code: 'seclang.unknown-transformation',
      message,
      help: 'check the spelling',
    };
  }
  return null;
}

/** Says what an action does not do where it stands. */
function remark(
  { name, value, place }: ActionNode,
  kind: Supported,
  { position, reporter }: { readonly position: ActionPosition; readonly reporter: Reporter },
): void {
  const notice = kind.notice?.(value ?? '') ?? null;
  if (notice !== null) {
    const message = `${name}:${value ?? ''} has no effect here: ${notice}`;
    reporter.report({ code: 'seclang.no-effect', severity: 'info', message, place });
  }
  if (kind.value === 'none' && value !== null) {
    reporter.report({
      code: 'seclang.extra-value',
      severity: 'warning',
      message: `the action ${name} takes no value; '${value}' is not read`,
      place,
      help: 'take the colon and what follows it out',
    });
  }
  if ((position === 'chained' || position === 'chained-update') && kind.starterOnly) {
    reporter.report({
      code: 'seclang.chained-action',
      severity: 'warning',
      message: `the action ${name} has no effect in a chained rule`,
      place,
      help: 'put it into the first rule of the chain',
    });
  }
  if (position === 'default' && NOT_INHERITED.has(name)) {
    reporter.report({
      code: 'seclang.default-action',
      severity: 'warning',
      message: `rules do not inherit the action ${name}`,
      place,
      help: 'take it out of SecDefaultAction',
    });
  }
}
