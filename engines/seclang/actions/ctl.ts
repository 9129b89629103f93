import type { ChainNode } from '../ast/chain.ts';
import { compilePredicate } from '../compile/selection.ts';
import { parseTargets } from '../parser/targets.ts';
import { compileRegex } from '../regex/index.ts';
import type { EngineMode } from '../transaction/settings.ts';
import type { TransactionState, VariableFilter } from '../transaction/state.ts';
import type { ActionContext, ActionRefusal, Effect, EffectDefinition } from './action.ts';

type CtlDefinition = (value: string, context: ActionContext) => Effect | ActionRefusal;

const ENGINE_MODES: Readonly<Record<string, EngineMode>> = {
  on: 'on',
  off: 'off',
  detectiononly: 'detection-only',
};

const nothing: CtlDefinition = () => () => undefined;

/** Every form of `ctl`, by its name in lower case. Logging of other programs' kinds has nothing to set here. */
const CTLS = {
  auditengine: nothing,
  auditlogparts: nothing,
  debugloglevel: nothing,
  forcerequestbodyvariable: (value) => (state) => {
    state.forceRequestBody = isOn(value);
  },
  requestbodyaccess: (value) => (state) => {
    state.requestBodyAccess = isOn(value);
  },
  requestbodyprocessor: (value) => (state) => {
    state.bodyProcessor = value.toUpperCase();
  },
  responsebodyaccess: (value) => (state) => {
    state.responseBodyAccess = isOn(value);
  },
  ruleengine: (value) => {
    const mode = ENGINE_MODES[value.toLowerCase()];
    if (mode === undefined)
      return refused(`ctl:ruleEngine cannot be '${value}'`, 'use On, Off or DetectionOnly');
    return (state) => {
      state.engine = mode;
    };
  },
  ruleremovebyid: (value, context) => removeRules(selectById(value), context),
  ruleremovebymsg: (value, context) => removeRules(selectByPattern(value, messageOf), context),
  ruleremovebytag: (value, context) => removeRules(selectByPattern(value, tagsOf), context),
  ruleremovetargetbyid: (value, context) => removeTargets(value, selectById, context),
  ruleremovetargetbymsg: (value, context) =>
    removeTargets(value, (text) => selectByPattern(text, messageOf), context),
  ruleremovetargetbytag: (value, context) =>
    removeTargets(value, (text) => selectByPattern(text, tagsOf), context),
} satisfies Readonly<Record<string, CtlDefinition>>;

const BY_NAME: ReadonlyMap<string, CtlDefinition> = new Map(Object.entries(CTLS));

/**
 * Description: changes how the rest of the transaction is inspected.
 * Example: `ctl:ruleRemoveTargetById=942100;ARGS:comment`, `ctl:requestBodyProcessor=JSON`, `ctl:ruleEngine=Off`.
 */
export const ctl: EffectDefinition = ({ value }, context) => {
  const parsed = /^([A-Za-z]+)=([\s\S]*)$/.exec(value ?? '');
  const definition = BY_NAME.get(parsed?.[1]?.toLowerCase() ?? '');
  if (parsed === null || definition === undefined) {
    return refused(`ctl:${value ?? ''} is not supported`, `supported are ${Object.keys(CTLS).join(', ')}`);
  }
  return definition(parsed[2] ?? '', context);
};

type ChainTest = (chain: ChainNode) => boolean;

const tagsOf = (chain: ChainNode): readonly string[] => chain.tags;
const messageOf = (chain: ChainNode): readonly string[] => [chain.message];

/** Rules by `id` or `first-last`, several between commas or white space. */
export function selectById(text: string): ChainTest | ActionRefusal {
  const ranges = text.split(/[\s,]+/).filter((part) => part !== '');
  const bounds = ranges.map((range) => /^(\d+)(?:-(\d+))?$/.exec(range));
  if (ranges.length === 0 || bounds.includes(null)) {
    return refused(`'${text}' is no rule id and no range of ids`, 'write 942100 or 942100-942199');
  }
  return ({ id }) =>
    bounds.some((bound) => id >= Number(bound?.[1]) && id <= Number(bound?.[2] ?? bound?.[1]));
}

/** Rules of which one of the texts matches a pattern. */
export function selectByPattern(
  pattern: string,
  texts: (chain: ChainNode) => readonly string[],
): ChainTest | ActionRefusal {
  const regex = compileRegex(pattern, { dotAll: true });
  if (regex.kind === 'refused') return refused(`the pattern '${pattern}' is not supported: ${regex.reason}`);
  return (chain) => texts(chain).some((text) => regex.test(text));
}

function removeRules(test: ChainTest | ActionRefusal, { chains }: ActionContext): Effect | ActionRefusal {
  if (typeof test !== 'function') return test;
  const numbers = numbersOf(chains, test);
  return (state) => {
    state.removedRules ??= new Set();
    for (const number of numbers) state.removedRules.add(number);
  };
}

function removeTargets(
  value: string,
  selector: (text: string) => ChainTest | ActionRefusal,
  { chains }: ActionContext,
): Effect | ActionRefusal {
  const semicolon = value.indexOf(';');
  const test = selector(value.slice(0, semicolon === -1 ? value.length : semicolon));
  if (typeof test !== 'function') return test;
  const names = value.slice(semicolon + 1);
  const targets = semicolon === -1 ? null : parseTargets({ text: names, placeAt: nowhere });
  if (targets === null || 'message' in targets) {
    return refused(
      `'${value}' names no target`,
      'write the rules, a semicolon and a variable: 942100;ARGS:comment',
    );
  }
  const numbers = numbersOf(chains, test);
  const filters = targets.map(compilePredicate);
  return (state) => addFilters(state, numbers, filters);
}

function addFilters(
  state: TransactionState,
  numbers: readonly number[],
  filters: readonly VariableFilter[],
): void {
  state.removedTargets ??= new Map();
  for (const number of numbers) {
    state.removedTargets.set(number, [...(state.removedTargets.get(number) ?? []), ...filters]);
  }
}

function numbersOf(chains: readonly ChainNode[], test: ChainTest): readonly number[] {
  return chains.flatMap((chain, number) => (test(chain) ? [number] : []));
}

function isOn(value: string): boolean {
  return value.toLowerCase() === 'on';
}

function nowhere() {
  return { file: '', line: 1, column: 1 };
}

function refused(message: string, help?: string): ActionRefusal {
  return help === undefined ? { kind: 'refused', message } : { kind: 'refused', message, help };
}
