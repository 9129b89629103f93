import type { SigmaEngine, SigmaEvent, SigmaHit, SigmaLogSource } from '../api.ts';
import type { Rule } from '../ast/rule.ts';
import { compileRule, type ViewTest } from './detection.ts';
import { EventView, sourceOf } from './event-view.ts';
import { explainRule, type MatchedField } from './explain.ts';
import { RuleRouter } from './router.ts';

/** A rule with its compiled condition; what explains a hit is compiled when the rule first fires. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly holds: ViewTest;
  explain: (() => readonly MatchedField[]) | null;
}

/** Compiles rules into an engine. The engine's view of the event at hand is its only state. */
export function createEngine(rules: readonly Rule[]): SigmaEngine {
  const view = new EventView();
  const compiled = rules.map(
    (rule): CompiledRule => ({ rule, holds: compileRule(rule, view), explain: null }),
  );
  const router = new RuleRouter(compiled, view);
  return {
    evaluate: (event) => evaluate(event, router, view),
    covers: (logsource) => router.covers(logsource),
  };
}

function evaluate(event: SigmaEvent, router: RuleRouter, view: EventView): readonly SigmaHit[] {
  const group = router.groupFor(logsourcesOf(event));
  if (group.rules.length === 0) return [];
  const hits: SigmaHit[] = [];
  view.begin(sourceOf(event));
  try {
    for (const number of group.candidates()) {
      const candidate = group.rules[number];
      if (candidate === undefined || !candidate.holds()) continue;
      candidate.explain ??= explainRule(candidate.rule, view);
      hits.push({ rule: candidate.rule.info, matched: candidate.explain() });
    }
  } finally {
    view.end();
  }
  return hits;
}

function logsourcesOf(event: SigmaEvent): readonly SigmaLogSource[] {
  return event.furtherLogsources === undefined
    ? [event.logsource]
    : [event.logsource, ...event.furtherLogsources];
}
