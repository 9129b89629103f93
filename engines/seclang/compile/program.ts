import type { Phase, Program } from '../api.ts';
import type { ChainNode } from '../ast/chain.ts';
import type { MarkerNode } from '../ast/rule.ts';
import { analyseAnew } from '../cache/index.ts';
import type { LoadState } from '../directives/load-state.ts';
import type { Settings } from '../transaction/settings.ts';
import { type Bits, createBits, setBit } from './bits.ts';
import { compileChain, type Workshop } from './chain.ts';
import type { CompiledChain } from './compiled-chain.ts';
import { PipelineTable } from './pipeline.ts';
import { Prefilter } from './prefilter.ts';
import { findSettledNames, type SettledNames } from './settled-names.ts';
import { indexSkipTargets, type SkipTargets, skipTarget } from './skip-targets.ts';

/** What a rule set consists of, in its order. */
export type ProgramItem = ChainNode | MarkerNode;

const NO_STEPS = new Int32Array(0);

/** What a program is put together of. */
interface ProgramParts {
  readonly items: readonly ProgramItem[];
  readonly chains: ReadonlyMap<ChainNode, CompiledChain>;
  readonly targets: SkipTargets;
}

/** Compiled rules. Holds no state of any request and is shared by all transactions. */
export class CompiledProgram implements Program {
  readonly kind = 'seclang-program';
  readonly ruleIds: readonly number[];
  readonly settings: Partial<Settings>;
  /** The rule set as it was compiled, for the oracle and for tools. */
  readonly items: readonly ProgramItem[];
  readonly #phases: ReadonlyMap<Phase, readonly CompiledChain[]>;
  readonly #stepOf: ReadonlyMap<Phase, Int32Array>;
  readonly #control: ReadonlyMap<Phase, Bits>;
  readonly prefilter: Prefilter;
  readonly settledNames: SettledNames;

  constructor({ items, chains, targets }: ProgramParts, workshop: Workshop) {
    this.items = items;
    this.settings = workshop.settings;
    this.prefilter = workshop.prefilter;
    this.settledNames = workshop.settledNames;
    this.ruleIds = [...chains.keys()].map((chain) => chain.id);
    const phases = [1, 2, 3, 4, 5] as const;
    this.#phases = new Map(phases.map((phase) => [phase, linkPhase({ items, chains, targets }, phase)]));
    this.#stepOf = new Map(
      phases.map((phase) => [phase, stepsByOperator(this.steps(phase), this.prefilter)]),
    );
    this.#control = new Map(phases.map((phase) => [phase, controlSteps(this.steps(phase))]));
  }

  /** The rules of a phase in their order. */
  steps(phase: Phase): readonly CompiledChain[] {
    return this.#phases.get(phase) ?? [];
  }

  /** The steps of a phase that are control rules; see `ControlKind`. */
  control(phase: Phase): Bits {
    return this.#control.get(phase) ?? NO_STEPS;
  }

  /** By operator number: the step of the phase of whose head it is the operator; -1 where there is none. */
  stepOf(phase: Phase): Int32Array {
    return this.#stepOf.get(phase) ?? NO_STEPS;
  }
}

/** Compiles what was loaded. Rules that cannot be compiled are reported, left out and given back. */
export function compileProgram(
  items: readonly ProgramItem[],
  load: LoadState,
): { program: CompiledProgram; refused: readonly ChainNode[] } {
  const chains = items.filter((item) => item.kind === 'chain');
  const pipelines = new PipelineTable();
  const workshop: Workshop = {
    chains,
    reporter: load.reporter,
    data: (name, fromPath) => load.resolver.data(name, fromPath),
    analyse: (pattern, file) => load.analyses?.analyse(pattern, file) ?? analyseAnew(pattern),
    geo: load.resolver.geo ?? null,
    blocklists: load.resolver.blocklists ?? null,
    pipelines,
    selections: new Map(),
    groups: new Map(),
    settings: load.settings,
    prefilter: new Prefilter(pipelines.intern([])),
    settledNames: findSettledNames(chains),
  };
  const compiled = new Map<ChainNode, CompiledChain>();
  const refused: ChainNode[] = [];
  chains.forEach((chain, number) => {
    const result = compileChain(chain, number, workshop);
    if (result === null) refused.push(chain);
    else compiled.set(chain, result);
  });
  const targets = indexSkipTargets(items);
  const program = new CompiledProgram({ items, chains: compiled, targets }, workshop);
  reportUnknownMarkers(items, targets, load);
  return { program, refused };
}

function controlSteps(steps: readonly CompiledChain[]): Bits {
  const control = createBits(steps.length);
  steps.forEach(({ control: kind }, step) => {
    if (kind !== null) setBit(control, step);
  });
  return control;
}

function stepsByOperator(steps: readonly CompiledChain[], prefilter: Prefilter): Int32Array {
  const stepOf = new Int32Array(32 * prefilter.words).fill(-1);
  steps.forEach(({ head }, step) => {
    if (head.filter !== -1) stepOf[head.filter] = step;
  });
  return stepOf;
}

/** Orders the rules of one phase and resolves where each goes on after a match. */
function linkPhase({ items, chains, targets }: ProgramParts, phase: Phase): readonly CompiledChain[] {
  const steps: { readonly chain: CompiledChain; readonly item: number }[] = [];
  items.forEach((item, index) => {
    const chain = item.kind === 'chain' && item.phase === phase ? chains.get(item) : undefined;
    if (chain !== undefined) steps.push({ chain, item: index });
  });
  return steps.map(({ chain, item }, index) => {
    const { skip, skipAfter } = chain.node;
    if (skipAfter === null) return { ...chain, next: index + 1 + skip };
    const target = skipTarget(targets, skipAfter, item);
    if (target === -1) return { ...chain, next: steps.length };
    let next = index + 1;
    while ((steps[next]?.item ?? Infinity) <= target) next += 1;
    return { ...chain, next };
  });
}

function reportUnknownMarkers(items: readonly ProgramItem[], targets: SkipTargets, load: LoadState): void {
  items.forEach((item, index) => {
    if (item.kind !== 'chain' || item.skipAfter === null) return;
    if (skipTarget(targets, item.skipAfter, index) !== -1) return;
    load.reporter.report({
      code: 'seclang.unknown-marker',
      severity: 'warning',
      message: `rule ${item.id} skips to ${item.skipAfter}, which no later SecMarker names`,
      place: item.place,
      help: 'a match skips the rest of the phase; add the marker if that is not meant',
    });
  });
}
