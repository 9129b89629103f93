import type { Disruption } from '../ast/chain.ts';
import type { ActionNode } from '../ast/rule.ts';

/** Actions of which a rule has one, the last that it names or inherits. */
const DISRUPTIVE: ReadonlySet<string> = new Set(['allow', 'block', 'deny', 'drop', 'pass', 'redirect']);

const REDIRECTIONS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether an action decides about the request. */
export function isDisruptive(name: string): boolean {
  return DISRUPTIVE.has(name);
}

/**
 * What a rule does to the request. `block`, and a rule that says nothing, do what the inherited actions say; without
 * a `SecDefaultAction` that is `pass`. `status` may come from either (reference manual: block, status, redirect).
 */
export function readDisruption(actions: readonly ActionNode[], inherited: readonly ActionNode[]): Disruption {
  const own = findDisruptive(actions);
  const action = own?.name === 'block' || own === undefined ? (findDisruptive(inherited) ?? own) : own;
  const status = readStatus(lastStatus(actions) ?? lastStatus(inherited));
  const refusal = status !== null && status >= 400 && status <= 599 ? status : 403;
  switch (action?.name) {
    case 'deny':
    case 'drop':
      return { kind: action.name, status: refusal };
    case 'redirect': {
      const redirection = status !== null && REDIRECTIONS.has(status) ? status : 302;
      return { kind: 'redirect', status: redirection, location: action.value ?? '' };
    }
    case 'allow': {
      const scope = action.value?.toLowerCase();
      return { kind: 'allow', scope: scope === 'phase' || scope === 'request' ? scope : 'transaction' };
    }
    default:
      return { kind: 'pass' };
  }
}

function findDisruptive(actions: readonly ActionNode[]): ActionNode | undefined {
  return actions.findLast((action) => isDisruptive(action.name));
}

function lastStatus(actions: readonly ActionNode[]): ActionNode | undefined {
  return actions.findLast((action) => action.name === 'status');
}

function readStatus(action: ActionNode | undefined): number | null {
  const text = action?.value ?? '';
  return /^\d{3}$/.test(text) ? Number(text) : null;
}
