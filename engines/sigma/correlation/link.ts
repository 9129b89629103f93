import type { SigmaLevel, SigmaRuleInfo } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { RuleReport } from '../parse/report.ts';
import type { CorrelationDraft, Reference } from './parse.ts';
import type { CorrelationCondition, CorrelationInput, CorrelationPlan } from './plan.ts';
import { windowKindOf } from './window-kind.ts';

/** A correlation that was read, and where to say what is wrong with it. */
export interface UnlinkedCorrelation {
  readonly draft: CorrelationDraft;
  readonly report: RuleReport;
}

/** Correlations ready to run. */
export interface LinkedCorrelations {
  /** Each stands after those that it refers to. */
  readonly plans: readonly CorrelationPlan[];
  /** Rules and correlations that are not reported on their own (specification, "Generate"). */
  readonly onlyCorrelated: ReadonlySet<string>;
}

/** Correlations of correlations, at most; deeper chains are refused. */
const CHAIN_LIMIT = 32;

const LEVELS: readonly SigmaLevel[] = ['informational', 'low', 'medium', 'high', 'critical'];

/**
 * Looks up what correlations refer to, among rules that are loaded and among themselves (specification, "Related
 * rules"). One that refers to something else, or round in a circle, is refused, and so is one that refers to it.
 */
export function linkCorrelations(
  correlations: readonly UnlinkedCorrelation[],
  rules: readonly SigmaRuleInfo[],
): LinkedCorrelations {
  const linker: Linker = { known: new Map(), plans: new Map(), open: new Set() };
  for (const info of rules) addKnown(linker, { kind: 'rule', info });
  for (const correlation of correlations)
    addKnown(linker, { kind: 'correlation', info: correlation.draft.info, correlation });
  for (const correlation of correlations) link(correlation, linker);
  const plans = [...linker.plans.values()].filter((plan) => plan !== null);
  const silent = plans.flatMap(({ generate, inputs }) => (generate ? [] : inputs.map(({ id }) => id)));
  return { plans, onlyCorrelated: new Set(silent) };
}

type Target =
  | { readonly kind: 'rule'; readonly info: SigmaRuleInfo }
  | {
      readonly kind: 'correlation';
      readonly info: CorrelationDraft['info'];
      readonly correlation: UnlinkedCorrelation;
    };

interface Linker {
  /** By identifier and by name; a name may belong to several. */
  readonly known: Map<string, Target[]>;
  /** Null: refused. A plan is added after those that it refers to. */
  readonly plans: Map<string, CorrelationPlan | null>;
  readonly open: Set<string>;
}

function addKnown(linker: Linker, target: Target): void {
  const { id, name } = target.info;
  for (const key of new Set([`id ${id}`, ...(name === undefined ? [] : [`name ${name}`])])) {
    const same = linker.known.get(key);
    if (same === undefined) linker.known.set(key, [target]);
    else same.push(target);
  }
}

function link(correlation: UnlinkedCorrelation, linker: Linker): CorrelationPlan | null {
  const { draft, report } = correlation;
  const known = linker.plans.get(draft.info.id);
  if (known !== undefined) return known;
  linker.open.add(draft.info.id);
  const targets = draft.references.map((reference) => look(reference, { linker, report }));
  linker.open.delete(draft.info.id);
  const found = targets.filter((target) => target !== null);
  const plan = found.length < targets.length ? null : planOf(correlation, found);
  linker.plans.set(draft.info.id, plan);
  return plan;
}

interface Found {
  readonly input: CorrelationInput;
  readonly level: SigmaLevel;
}

function look(reference: Reference, context: { linker: Linker; report: RuleReport }): Found | null {
  const { linker, report } = context;
  const { text, at } = reference;
  const targets = linker.known.get(`id ${text.toLowerCase()}`) ?? linker.known.get(`name ${text}`) ?? [];
  const [target] = targets;
  if (target === undefined || targets.length > 1) {
    const message =
      target === undefined
        ? `No rule ${JSON.stringify(text)} is loaded`
        : `${targets.length} rules have the name ${JSON.stringify(text)}`;
    const help =
      target === undefined
        ? 'Load the rule along; one that is rejected or disabled is not loaded. Or mend the name or identifier.'
        : 'Refer to the rule by its identifier.';
    return report.error({ code: 'sigma.unknown-rule', message, help }, at);
  }
  const { kind, info } = target;
  const input: CorrelationInput = { kind, id: info.id, reference: text };
  if (target.kind === 'rule') return { input, level: target.info.level };
  if (linker.open.has(info.id)) {
    const message = `The correlation refers to itself through ${JSON.stringify(text)}`;
    const help = 'Let correlations refer in one direction only.';
    return report.error({ code: 'sigma.correlation-cycle', message, help }, at);
  }
  if (linker.open.size >= CHAIN_LIMIT) {
    const message = `Correlations are chained more than ${CHAIN_LIMIT} deep`;
    return report.error({ code: 'sigma.bad-correlation', message, help: 'Shorten the chain.' }, at);
  }
  const plan = link(target.correlation, linker);
  if (plan !== null) return { input, level: plan.info.level };
  const message = `The correlation ${JSON.stringify(text)} is rejected`;
  return report.error({ code: 'sigma.unknown-rule', message, help: 'Mend that correlation first.' }, at);
}

function planOf({ draft, report }: UnlinkedCorrelation, found: readonly Found[]): CorrelationPlan | null {
  const inputs = found.map(({ input }) => input);
  for (const [index, { id, reference }] of inputs.entries()) {
    if (inputs.findIndex((input) => input.id === id) === index) continue;
    const message = `The rule ${JSON.stringify(reference)} stands here twice`;
    const help = 'Refer to each rule once, by its name or by its identifier.';
    report.error({ code: 'sigma.bad-correlation', message, help }, draft.references[index]?.at ?? 0);
  }
  const aliases = linkAliases(draft, inputs, report);
  if (report.errors > 0) return null;
  const { type, groupBy, timespanMs, fields, percentile, generate } = draft;
  const condition = linkCondition(draft.condition, inputs);
  const level = draft.info.level ?? highest(found.map((input) => input.level));
  return {
    info: { ...draft.info, level },
    type,
    inputs,
    groupBy,
    aliases,
    timespanMs,
    condition,
    valueFields: fields,
    percentile,
    window: windowKindOf(type, condition),
    generate,
  };
}

function linkAliases(
  draft: CorrelationDraft,
  inputs: readonly CorrelationInput[],
  report: RuleReport,
): CorrelationPlan['aliases'] {
  const aliases = new Map<string, Map<number, string>>();
  for (const { alias, rule, field } of draft.aliases) {
    const index = inputs.findIndex(
      ({ reference, id }) => reference === rule.text || id === rule.text.toLowerCase(),
    );
    if (index === -1) {
      const message = `The alias names ${JSON.stringify(rule.text)}, which is not among the rules`;
      const help = `Rules of this correlation: ${inputs.map(({ reference }) => reference).join(', ')}.`;
      report.error({ code: 'sigma.unknown-rule', message, help }, rule.at);
      continue;
    }
    aliases.set(alias, (aliases.get(alias) ?? new Map<number, string>()).set(index, field));
  }
  return aliases;
}

function linkCondition(
  condition: CorrelationCondition,
  inputs: readonly CorrelationInput[],
): CorrelationCondition {
  if (condition.kind === 'measure') return condition;
  return { kind: 'occurrence', condition: numbered(condition.condition, inputs) };
}

function numbered(condition: Condition, inputs: readonly CorrelationInput[]): Condition {
  switch (condition.kind) {
    case 'detection':
      return {
        kind: 'detection',
        name: String(inputs.findIndex(({ reference }) => reference === condition.name)),
      };
    case 'not':
      return { kind: 'not', part: numbered(condition.part, inputs) };
    default:
      return { ...condition, parts: condition.parts.map((part) => numbered(part, inputs)) };
  }
}

/** The specification calls `level` an adjustment: what a correlation does not state, its rules do. */
function highest(levels: readonly SigmaLevel[]): SigmaLevel {
  return LEVELS[Math.max(...levels.map((level) => LEVELS.indexOf(level)))] ?? 'medium';
}
