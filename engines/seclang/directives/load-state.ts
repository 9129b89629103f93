import type { RuleResolver, RuleSource } from '../api.ts';
import type { ChainNode } from '../ast/chain.ts';
import type { MarkerNode, RuleNode, TargetNode } from '../ast/rule.ts';
import type { DefaultActions } from '../parser/chain.ts';
import type { Reporter } from '../parser/reporter.ts';
import type { Settings } from '../transaction/settings.ts';

/** Changes a later directive makes to rules that are loaded. */
export interface RuleUpdate {
  /** Which rules it is about. */
  readonly test: (chain: ChainNode) => boolean;
  /** Targets that are added to the first rule of each chain; null removes the rules. */
  readonly targets: readonly TargetNode[] | null;
}

/** What a load has gathered so far. Owned by one `loadRules` call; directives write it. */
export interface LoadState {
  readonly resolver: RuleResolver;
  readonly reporter: Reporter;
  /** Reads the directives of another source into this state. */
  readSource(source: RuleSource): void;
  readonly items: (ChainNode | MarkerNode)[];
  /** Rules of a chain whose end has not come yet. */
  pending: RuleNode[];
  readonly defaults: Map<Parameters<DefaultActions['get']>[0], readonly RuleNode['actions'][number][]>;
  readonly updates: RuleUpdate[];
  readonly signatures: string[];
  readonly ids: Map<number, ChainNode>;
  settings: Partial<Settings>;
  readCount: number;
  refusedCount: number;
  /** How deep `Include` is nested. */
  includeDepth: number;
}
