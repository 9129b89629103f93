import type { RuleChoice } from '../actions/rule-choice.ts';
import type { ChainNode } from '../ast/chain.ts';
import type { MarkerNode, RuleNode } from '../ast/rule.ts';
import { resolveChain } from '../parser/chain.ts';
import { Reporter } from '../parser/reporter.ts';
import type { LoadState } from './load-state.ts';

/**
 * Takes out the rules that were loaded so far and are meant; how many chains. A `skipAfter` to the id of one of them
 * still finds its place.
 */
export function takeOutRules(choice: RuleChoice, state: LoadState): number {
  let found = 0;
  state.items.forEach((item, index) => {
    if (item.kind !== 'chain' || !choice(item)) return;
    found += 1;
    const marker: MarkerNode = { kind: 'marker', name: String(item.id), place: item.place };
    state.items[index] = marker;
    state.tally.disable(item.file, item.links.length);
    state.ids.delete(item.id);
    state.sources.delete(item);
  });
  return found;
}

/** A change to one rule of a chain; null leaves it as it is. */
export type RuleEdit = (rule: RuleNode, chain: ChainNode) => RuleNode | null;

/**
 * Changes the rule at `offset` (0: the first) of each chain that was loaded so far and is meant; how many chains were
 * meant.
 */
export function editRules(
  choice: RuleChoice,
  state: LoadState,
  { offset, edit }: { readonly offset: number; readonly edit: RuleEdit },
): number {
  let found = 0;
  state.items.forEach((item, index) => {
    const source = item.kind === 'chain' && choice(item) ? state.sources.get(item) : undefined;
    const rule = source?.rules[offset];
    if (item.kind !== 'chain' || source === undefined || rule === undefined) return;
    found += 1;
    const edited = edit(rule, item);
    if (edited === null) return;
    const [head, ...rest] = source.rules.map((one) => (one === rule ? edited : one));
    if (head === undefined) return;
    // What was wrong with the rule has been said; only what the edit makes unreadable is new.
    const quiet = new Reporter();
    const chain = resolveChain([head, ...rest], source.defaults, quiet);
    if (chain === null) {
      for (const { severity, ...said } of quiet.diagnostics) {
        if (severity === 'error') state.reporter.report({ ...said, severity, code: 'seclang.bad-action' });
      }
      return;
    }
    state.items[index] = chain;
    state.ids.set(chain.id, chain);
    state.sources.delete(item);
    state.sources.set(chain, { ...source, rules: [head, ...rest] });
  });
  return found;
}
