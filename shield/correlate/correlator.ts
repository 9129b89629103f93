import type { Attempt, Incident, Observation } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { AttemptTracker } from './attempt-tracker.ts';
import type { CountingRule } from './counting-rule.ts';
import { type IncidentRule, IncidentTracker } from './incident-tracker.ts';

/** When signals are one attempt, and attempts one incident. */
export interface CorrelationRules {
  readonly counting: CountingRule;
  readonly incidents: IncidentRule;
}

/** What changed: whole attempts and incidents as of now. */
export interface Correlation {
  readonly attempts: readonly Attempt[];
  readonly incidents: readonly Incident[];
}

/** What was let go of since the start because a bound was reached; people are told. */
export interface BoundLosses {
  /** Attempts closed before their quiet time. */
  readonly closedEarly: number;
  /** Incidents that are no longer added to. */
  readonly incidentsLetGo: number;
  /** Attempts that a full incident holds no longer. */
  readonly attemptsLeftOut: number;
}

/** Observations in, attempts and incidents out. */
export class Correlator {
  readonly #attempts: AttemptTracker;
  readonly #incidents: IncidentTracker;

  constructor(rules: CorrelationRules, ids: IdSource) {
    this.#attempts = new AttemptTracker(rules.counting, ids);
    this.#incidents = new IncidentTracker(rules.incidents, ids);
  }

  accept(observation: Observation): Correlation {
    const attempts = this.#attempts.accept(observation);
    return { attempts, incidents: this.#incidents.accept(attempts) };
  }

  /** `nowMs` is event time: the wall clock of a live shield, the last event of a recording. */
  closeQuiet(nowMs: number): Correlation {
    const attempts = this.#attempts.closeQuiet(nowMs);
    return { attempts, incidents: this.#incidents.accept(attempts) };
  }

  losses(): BoundLosses {
    return { closedEarly: this.#attempts.closedEarly, ...this.#incidents.losses };
  }
}
