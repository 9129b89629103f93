import type { RuleResolver, RuleSource } from '../api.ts';
import type { ChainNode } from '../ast/chain.ts';
import type { MarkerNode, RuleNode } from '../ast/rule.ts';
import type { AnalysisTable } from '../cache/index.ts';
import type { DefaultActions } from '../parser/chain.ts';
import type { Reporter } from '../parser/reporter.ts';
import type { Settings } from '../transaction/settings.ts';
import type { RuleTally } from './rule-tally.ts';

/** What a chain was made of: later directives change that and make it anew. */
export interface ChainSource {
  readonly rules: readonly [RuleNode, ...RuleNode[]];
  /** The defaults that held where the chain stands. */
  readonly defaults: DefaultActions;
}

/** What a load has gathered so far. Owned by one `loadRules` call; directives write it. */
export interface LoadState {
  readonly resolver: RuleResolver;
  readonly reporter: Reporter;
  /** What was found out about patterns at earlier loads; null where nothing is kept. */
  readonly analyses: AnalysisTable | null;
  /** Reads the directives of another source into this state. */
  readSource(source: RuleSource): void;
  readonly items: (ChainNode | MarkerNode)[];
  /** What each chain of `items` was made of. */
  readonly sources: Map<ChainNode, ChainSource>;
  /** Rules of a chain whose end has not come yet. */
  pending: RuleNode[];
  /** `SecDefaultAction` so far; replaced, never changed. */
  defaults: DefaultActions;
  readonly signatures: string[];
  /** `SecAuditLog`; the last one holds. */
  auditPath: string | null;
  readonly ids: Map<number, ChainNode>;
  settings: Partial<Settings>;
  readonly tally: RuleTally;
  /** How deep `Include` is nested. */
  includeDepth: number;
}
