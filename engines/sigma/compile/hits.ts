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
    if (candidate === undefined || !candidate.holds()) continue;
    candidate.explain ??= explainRule(candidate.rule, view);
    hits.push({ rule: candidate.rule.info, matched: candidate.explain() });
  }
  return hits;
}
