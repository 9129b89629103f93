import type { SigmaEngine } from '@dejfa/sigma';
import { applyMapping, type CorrelationLosses, type FieldTally, type Mappings } from '@dejfa/sigma';
import type { Event, Observation, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { type CorrelationRules, EventCorrelator } from './event-correlator.ts';
import { signalsOfHits } from './sigma-signals.ts';
import { signalsOfSuricata } from './suricata-signals.ts';

/** What events are tried against; replaced whole when content is loaded anew. */
export interface LogRules {
  readonly engine: SigmaEngine;
  readonly mappings: Mappings;
  /** Name and version of the content pack that a rule file came from. */
  readonly packOf: (path: string) => string;
  /** Left out where events of many sources are correlated elsewhere; then all hits are signals. */
  readonly correlations?: CorrelationRules;
  /** Told of each event as rules see it. */
  readonly seen?: FieldTally;
}

/** Correlations found and not yet taken; nobody who never takes them makes it grow. */
const UNTAKEN_LIMIT = 10_000;

/**
 * Finds signals in events: Sigma rules over their fields, and alerts that other sensors already raised. Correlation
 * rules look at many events, so what they find is taken apart from the signals of one.
 */
export class LogDetector {
  readonly #rules: LogRules;
  readonly #ids: IdSource;
  readonly #correlator: EventCorrelator | null;
  #correlated: Observation[] = [];

  constructor(rules: LogRules, ids: IdSource) {
    this.#rules = rules;
    this.#ids = ids;
    const { correlations, packOf } = rules;
    this.#correlator =
      correlations === undefined || correlations.correlations.length === 0
        ? null
        : new EventCorrelator(correlations, { ids, packOf });
  }

  /** Signals of this event alone. Rules that only serve correlations make none. */
  evaluate(event: Event): readonly Signal[] {
    const { engine, mappings, packOf, correlations, seen } = this.#rules;
    const mapped = applyMapping(mappings, { ...event.logsource, fields: event.fields });
    seen?.add(mapped);
    const found = engine.evaluate(mapped);
    if (this.#correlator !== null) this.#keep(this.#correlator.observe(event, mapped, found));
    const reported = found.filter(({ rule }) => correlations?.onlyCorrelated.has(rule.id) !== true);
    const hits = signalsOfHits(event, reported, { ids: this.#ids, packOf });
    const alerts = signalsOfSuricata(event, this.#ids);
    return alerts.length === 0 ? hits : [...alerts, ...hits];
  }

  /**
   * What correlation rules found since it was last asked for, each as an observation of its last event; that event
   * was handed out before, and is not complete here. `nowMs`: the wall clock, while no events come; null between them.
   */
  takeCorrelated(nowMs: number | null): readonly Observation[] {
    if (this.#correlator === null) return [];
    if (nowMs !== null) this.#keep(this.#correlator.advance(nowMs));
    const correlated = this.#correlated;
    if (correlated.length > 0) this.#correlated = [];
    return correlated;
  }

  /** What correlation rules left out since the start because a bound was reached. */
  losses(): CorrelationLosses {
    return this.#correlator?.losses() ?? { late: 0, letGo: 0 };
  }

  #keep(found: readonly Observation[]): void {
    if (found.length === 0) return;
    this.#correlated = [...this.#correlated, ...found].slice(-UNTAKEN_LIMIT);
  }
}
