import type { SigmaEngine, SigmaEvent, SigmaHit, SigmaLogSource } from '../api.ts';
import type { Rule } from '../ast/rule.ts';
import { createScanner } from '../raw/scanner.ts';
import { compileRule, type ViewTest } from './detection.ts';
import { EventView, sourceOf } from './event-view.ts';
import type { MatchedField } from './explain.ts';
import { hitsOf } from './hits.ts';
import { type Clause, clausesOf } from './requirement.ts';
import { RuleRouter } from './router.ts';
import { ruleFields } from './rule-fields.ts';

/** A rule as it is run: its condition is compiled when it is first tried, what explains a hit when it first fires. */
export interface CompiledRule {
  readonly rule: Rule;
  holds: ViewTest;
  explain: (() => readonly MatchedField[]) | null;
  /** What the rule makes necessary, those first that the fewest events fulfil; found out when first asked for. */
  readonly clauses: () => readonly Clause[];
}

/** What is known of rules already, so that the engine need not look into each of them before it is tried. */
export interface EngineRules {
  /** What `clausesOf` says of a rule, by its number. */
  readonly clauses?: (index: number) => readonly Clause[];
  /** The fields that rules name, null among them where they have keywords. */
  readonly fields?: readonly (string | null)[];
}

/** Compiles rules into an engine. The engine's view of the event at hand is its only state. */
export function createEngine(rules: readonly Rule[], known: EngineRules = {}): SigmaEngine {
  const view = new EventView();
  // Scanners ask for the fields of all rules, also of those that were not compiled yet.
  for (const field of known.fields ?? rules.flatMap(ruleFields)) view.slotOf(field);
  const compiled = rules.map((rule, index) =>
    compiledRule(rule, view, () => known.clauses?.(index) ?? clausesOf(rule)),
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

function compiledRule(rule: Rule, view: EventView, provide: () => readonly Clause[]): CompiledRule {
  let clauses: readonly Clause[] | null = null;
  const compiled: CompiledRule = {
    rule,
    holds: () => {
      compiled.holds = compileRule(rule, view);
      return compiled.holds();
    },
    explain: null,
    clauses: () => {
      clauses ??= provide();
      return clauses;
    },
  };
  return compiled;
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
