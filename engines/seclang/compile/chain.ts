import type { Effect } from '../actions/index.ts';
import { actionNamed } from '../actions/index.ts';
import type { BlocklistLookup, GeoLookup } from '../api.ts';
import type { ChainNode, LinkNode } from '../ast/chain.ts';
import type { OperatorNode } from '../ast/rule.ts';
import type { AnalysePattern } from '../cache/index.ts';
import { toBytes } from '../lexer/bytes.ts';
import { type Operator, operatorNamed, UNSUPPORTED_OPERATORS } from '../operators/index.ts';
import type { Reporter } from '../parser/reporter.ts';
import type { Settings } from '../transaction/settings.ts';
import { transformationNamed } from '../transformations/index.ts';
import type { CompiledChain, CompiledLink, ValueGroup } from './compiled-chain.ts';
import { controlKind } from './control.ts';
import { compileGuard } from './guard.ts';
import { compileMacro } from './macro.ts';
import type { PipelineTable } from './pipeline.ts';
import type { Prefilter } from './prefilter.ts';
import { compileSelection, type Selection } from './selection.ts';
import type { SettledNames } from './settled-names.ts';

/** What the rules of one program share while they are compiled. */
export interface Workshop {
  readonly chains: readonly ChainNode[];
  readonly reporter: Reporter;
  data(name: string, fromPath: string): string | null;
  /** What is known of a pattern that a rule of the file holds. */
  analyse(pattern: string, file: string): ReturnType<AnalysePattern>;
  readonly geo: GeoLookup | null;
  readonly blocklists: BlocklistLookup | null;
  readonly pipelines: PipelineTable;
  /** Selections by their targets' text. */
  readonly selections: Map<string, { readonly id: number; readonly selection: Selection }>;
  /** Value groups by selection and pipeline. */
  readonly groups: Map<string, ValueGroup>;
  readonly settings: Partial<Settings>;
  readonly prefilter: Prefilter;
  readonly settledNames: SettledNames;
}

const ALWAYS: Operator = { kind: 'operator', test: () => true };

/** Compiles a chain; null, and a diagnostic for each reason, where one of its links cannot be compiled. */
export function compileChain(node: ChainNode, number: number, workshop: Workshop): CompiledChain | null {
  const links = node.links.map((link) => compileLink(link, node, workshop));
  const [head, ...rest] = links.flatMap((link) => link ?? []);
  if (head === undefined || rest.length + 1 < links.length) return null;
  const draft = {
    number,
    node,
    head,
    rest,
    message: compileMacro(node.message),
    logData: compileMacro(node.logData),
    next: 0,
  };
  const control = controlKind(draft, workshop.settledNames);
  return { ...draft, control };
}

function compileLink(link: LinkNode, node: ChainNode, workshop: Workshop): CompiledLink | null {
  const effects = compileEffects(link, node, workshop);
  const operator = link.operator === null ? ALWAYS : compileOperator(link.operator, node, workshop);
  const group = link.operator === null ? null : internGroup(link, node, workshop);
  if (effects === null || operator === null || group === 'refused') return null;
  const negated = link.operator?.negated ?? false;
  // A negated operator matches what has none of the literals.
  const filter = negated ? -1 : workshop.prefilter.add(operator);
  const guard = compileGuard(link, operator);
  return {
    group,
    operator,
    negated,
    filter,
    isPure: isPure(link.operator),
    guard,
    multiMatch: link.multiMatch,
    capture: link.capture,
    effects,
  };
}

/** Operators that say something else of the same value, or do more than to say it. */
const IMPURE: ReadonlySet<string> = new Set(['geolookup', 'rbl']);

function isPure(operator: OperatorNode | null): boolean {
  if (operator === null || IMPURE.has(operator.name.toLowerCase())) return false;
  return compileMacro(toBytes(operator.argument)).literal !== null;
}

function compileEffects(link: LinkNode, node: ChainNode, workshop: Workshop): readonly Effect[] | null {
  const effects: Effect[] = [];
  let complete = true;
  for (const action of link.effects) {
    const kind = actionNamed(action.name);
    if (kind?.kind !== 'effect') continue;
    const effect = kind.define(action, workshop);
    if (typeof effect === 'function') effects.push(effect);
    else {
      complete = false;
      const { message, help } = effect;
      refuse(workshop, node, { code: 'seclang.bad-action', message, help, place: action.place });
    }
  }
  return complete ? effects : null;
}

function compileOperator(operator: OperatorNode, node: ChainNode, workshop: Workshop): Operator | null {
  const { name, place, argumentPlace } = operator;
  const definition = operatorNamed(name);
  if (definition === undefined) {
    const reason = UNSUPPORTED_OPERATORS[name.toLowerCase()];
    const message = `the operator @${name} ${reason === undefined ? 'is not known' : `is not supported: ${reason}`}`;
    const code = reason === undefined ? 'seclang.unknown-operator' : 'seclang.unsupported-operator';
    refuse(workshop, node, { code, message, place, help: undefined });
    return null;
  }
  const argument = toBytes(operator.argument);
  const data = (file: string) => workshop.data(file, node.file);
  const analyse = (pattern: string) => workshop.analyse(pattern, node.file);
  const made = definition({
    argument,
    text: compileMacro(argument),
    data,
    analyse,
    geo: workshop.geo,
    blocklists: workshop.blocklists,
    httpBlKey: workshop.settings.httpBlKey ?? null,
  });
  if (made.kind === 'operator') return made;
  const column = argumentPlace.column + (argument === operator.argument ? (made.offset ?? 0) : 0);
  const isUnsupported = made.unsupported === true;
  refuse(workshop, node, {
    code: isUnsupported ? 'seclang.unsupported-operator' : 'seclang.bad-operator-argument',
    message: isUnsupported
      ? `the operator @${name} is not supported: ${made.message}`
      : `@${name}: ${made.message}`,
    place: isUnsupported ? place : { ...argumentPlace, column },
    help: made.help,
  });
  return null;
}

function internGroup(link: LinkNode, node: ChainNode, workshop: Workshop): ValueGroup | 'refused' {
  const targetsKey = JSON.stringify(
    link.targets.map(({ mode, collection, selector }) => [mode, collection, selector]),
  );
  let shared = workshop.selections.get(targetsKey);
  if (shared === undefined) {
    const selection = compileSelection(link.targets);
    if ('kind' in selection) {
      const { message, help, target } = selection;
      refuse(workshop, node, { code: 'seclang.bad-variable', message, help, place: target.place });
      return 'refused';
    }
    shared = { id: workshop.selections.size, selection };
    workshop.selections.set(targetsKey, shared);
  }
  const names = link.transformations.flatMap((name) => transformationNamed(name) ?? []);
  for (const name of names) workshop.prefilter.addTransformation(name);
  const pipeline = workshop.pipelines.intern(names);
  const groupKey = `${shared.id}/${pipeline.id}`;
  let group = workshop.groups.get(groupKey);
  if (group === undefined) {
    group = { id: workshop.groups.size, selectionId: shared.id, selection: shared.selection, pipeline };
    workshop.groups.set(groupKey, group);
  }
  return group;
}

interface Refusal {
  readonly code: `seclang.${string}`;
  readonly message: string;
  readonly help: string | undefined;
  readonly place: ChainNode['place'];
}

function refuse({ reporter }: Workshop, node: ChainNode, { code, message, help, place }: Refusal): void {
  const consequence = `rule ${node.id} is not run`;
  const text = help === undefined ? consequence : `${consequence}; ${help}`;
  reporter.report({ code, severity: 'error', message, place, help: text });
}
