import type { ActionNode, OperatorNode, RuleNode, TargetNode } from '../ast/rule.ts';
import type { Word } from '../lexer/words.ts';
import { parseActions } from '../parser/actions.ts';
import { resolveChain } from '../parser/chain.ts';
import { parseOperator } from '../parser/operator.ts';
import { parseTargets } from '../parser/targets.ts';
import { type DirectiveCall, type DirectiveHandler, reportDirective } from './directive.ts';
import type { ChainSource, LoadState } from './load-state.ts';

/** `SecRule VARIABLES OPERATOR [ACTIONS]`. */
export const secRule: DirectiveHandler = (call, state) => {
  const [variables, operator, actions] = call.words;
  if (variables === undefined || operator === undefined || call.words.length > 3) {
    const message = 'SecRule takes variables, an operator and, at most, actions';
    refuseRule(call, state, {
      code: 'seclang.bad-arguments',
      message,
      help: 'quote arguments that hold spaces',
    });
    return;
  }
  const targets = parseTargets(variables);
  if ('message' in targets) {
    state.reporter.report({
      code: 'seclang.bad-variables',
      severity: 'error',
      message: targets.message,
      place: variables.placeAt(targets.offset),
      help: 'variables look like ARGS|REQUEST_HEADERS:Host|!ARGS:/^x/|&TX:name',
    });
    refuseRule(call, state, null);
    return;
  }
  addRule(call, state, { targets, operator: parseOperator(operator), actions });
};

/** `SecAction ACTIONS`: a rule that always matches. */
export const secAction: DirectiveHandler = (call, state) => {
  if (call.words.length !== 1) {
    const message = 'SecAction takes one argument, its actions';
    refuseRule(call, state, { code: 'seclang.bad-arguments', message, help: 'quote the actions' });
    return;
  }
  addRule(call, state, { targets: [], operator: null, actions: call.words[0] });
};

interface RuleParts {
  readonly targets: readonly TargetNode[];
  readonly operator: OperatorNode | null;
  readonly actions: Word | undefined;
}

function addRule(call: DirectiveCall, state: LoadState, parts: RuleParts): void {
  const actions: readonly ActionNode[] =
    parts.actions === undefined ? [] : parseActions(parts.actions, state.reporter);
  const rule: RuleNode = {
    kind: 'rule',
    directive: parts.operator === null ? 'SecAction' : 'SecRule',
    targets: parts.targets,
    operator: parts.operator,
    actions,
    place: call.line.placeAt(0),
    file: call.line.file,
  };
  state.tally.read(rule.file);
  state.pending.push(rule);
  if (!actions.some((action) => action.name === 'chain')) closeChain(state);
}

/** Ends the chain that is being read and keeps it, if it can be run. */
export function closeChain(state: LoadState): void {
  const [head, ...rest] = state.pending;
  state.pending = [];
  if (head === undefined) return;
  const source: ChainSource = { rules: [head, ...rest], defaults: state.defaults };
  const chain = resolveChain(source.rules, source.defaults, state.reporter);
  const earlier = chain === null ? undefined : state.ids.get(chain.id);
  if (chain !== null && earlier === undefined) {
    state.ids.set(chain.id, chain);
    state.items.push(chain);
    state.sources.set(chain, source);
    return;
  }
  state.tally.refuse(head.file, rest.length + 1);
  if (chain === null || earlier === undefined) return;
  state.reporter.report({
    code: 'seclang.duplicate-id',
    severity: 'error',
    message: `the id ${chain.id} is used already, at ${earlier.place.file}:${earlier.place.line}`,
    place: chain.place,
    help: 'the second rule is not run; give it another id',
  });
}

/** Counts a rule that could not be read, together with what it was chained to. */
function refuseRule(
  call: DirectiveCall,
  state: LoadState,
  report: { readonly code: `seclang.${string}`; readonly message: string; readonly help: string } | null,
): void {
  if (report !== null) reportDirective(call, state, report);
  state.tally.read(call.line.file);
  state.tally.refuse(call.line.file, 1 + state.pending.length);
  state.pending = [];
}
