import type { SigmaHit } from '../api.ts';
import type { CompiledRule } from './engine.ts';
import type { EventView } from './event-view.ts';
import { explainRule } from './explain.ts';

/** The hits of some rules, by their numbers, on the event in the view. */
export function hitsOf(
  rules: readonly CompiledRule[],
  numbers: Iterable<number>,
  view: EventView,
): readonly SigmaHit[] {
  const hits: SigmaHit[] = [];
  for (const number of numbers) {
    const candidate = rules[number];
    if (candidate?.holds()) hits.push(explainHit(candidate, view));
  }
  return hits;
}

/** The hit of a rule that matches the event in the view. */
export function explainHit(rule: CompiledRule, view: EventView): SigmaHit {
  rule.explain ??= explainRule(rule.rule, view);
  return { rule: rule.rule.info, matched: rule.explain() };
}
