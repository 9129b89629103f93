import type { SigmaEngine, SigmaEvent, SigmaHit, SigmaLogSource } from '../api.ts';
import type { Rule } from '../ast/rule.ts';
import { createScanner } from '../raw/scanner.ts';
import { compileRule, type ViewTest } from './detection.ts';
import { EventView, sourceOf } from './event-view.ts';
import type { MatchedField } from './explain.ts';
import { hitsOf } from './hits.ts';
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
  const engine = (event: SigmaEvent) => evaluate(event, router, view);
  const rulesFor = (sources: readonly SigmaLogSource[]) => router.rulesFor(sources);
  return {
    evaluate: engine,
    covers: (logsource) => router.covers(logsource),
    createScanner: (options) => createScanner({ view, rulesFor, evaluate: engine }, options),
  };
}

function evaluate(event: SigmaEvent, router: RuleRouter, view: EventView): readonly SigmaHit[] {
  const group = router.groupFor(logsourcesOf(event));
  if (group.rules.length === 0) return [];
  view.begin(sourceOf(event));
  try {
    return hitsOf(group.rules, group.candidates(), view);
  } finally {
    view.end();
  }
}

function logsourcesOf(event: SigmaEvent): readonly SigmaLogSource[] {
  return event.furtherLogsources === undefined
    ? [event.logsource]
    : [event.logsource, ...event.furtherLogsources];
}
