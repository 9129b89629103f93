import {
  type Attempt,
  type Incident,
  RSIT_CLASSES,
  type RsitClass,
  type Severity,
  severityRank,
} from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';

/** When attempts belong to one incident. */
export interface IncidentRule {
  /** Attempts further apart than this are not put together. */
  readonly windowMs: number;
  /** Incidents that may be open at once; past it the oldest is let go of (it stays in the store). */
  readonly openLimit: number;
}

interface OpenIncident {
  readonly id: string;
  readonly attempts: Map<string, Attempt>;
  readonly entities: Set<string>;
  readonly links: Map<string, string>;
  lastMs: number;
}

const LINK_LIMIT = 50;
/** Attempts in one incident; later ones of the same entities still extend it by replacing the least severe. */
const ATTEMPT_LIMIT = 500;

/**
 * Puts together attempts that share an actor, or a machine on which something happened, within a window, and
 * proposes those that need a person. It never confirms one.
 *
 * A first version: entities are actors and machines only. Issue 5 weighs entities by rarity.
 */
export class IncidentTracker {
  readonly #rule: IncidentRule;
  readonly #ids: IdSource;
  readonly #open = new Map<string, OpenIncident>();
  readonly #byEntity = new Map<string, string>();
  #letGoCount = 0;
  #leftOutCount = 0;

  constructor(rule: IncidentRule, ids: IdSource) {
    this.#rule = rule;
    this.#ids = ids;
  }

  /** What was let go of because a bound was reached. */
  get losses(): { readonly incidentsLetGo: number; readonly attemptsLeftOut: number } {
    return { incidentsLetGo: this.#letGoCount, attemptsLeftOut: this.#leftOutCount };
  }

  /** Takes changed attempts; returns the incidents that are new or changed by them. */
  accept(attempts: readonly Attempt[]): readonly Incident[] {
    const touched = new Set<OpenIncident>();
    for (const attempt of attempts) {
      if (attempt.origin !== 'unknown') continue;
      const incident = this.#find(attempt) ?? (needsPerson(attempt) ? this.#begin() : undefined);
      if (incident === undefined) continue;
      this.#join(incident, attempt);
      touched.add(incident);
    }
    return [...touched].map(snapshot);
  }

  #find(attempt: Attempt): OpenIncident | undefined {
    for (const { key } of entitiesOf(attempt)) {
      const incident = this.#open.get(this.#byEntity.get(key) ?? '');
      if (incident === undefined) continue;
      if (Math.abs(attempt.lastMs - incident.lastMs) <= this.#rule.windowMs) return incident;
    }
    return undefined;
  }

  #begin(): OpenIncident {
    const incident = {
      id: this.#ids.next(),
      attempts: new Map(),
      entities: new Set<string>(),
      links: new Map(),
      lastMs: 0,
    };
    this.#open.set(incident.id, incident);
    if (this.#open.size > this.#rule.openLimit) this.#letGo();
    return incident;
  }

  #join(incident: OpenIncident, attempt: Attempt): void {
    const known = incident.attempts.has(attempt.id);
    for (const { key, what } of entitiesOf(attempt)) {
      if (!known && incident.entities.has(key) && incident.links.size < LINK_LIMIT) {
        incident.links.set(
          `${attempt.rsit} ${attempt.service} ${key}`,
          `${nameOf(attempt.rsit)} against ${attempt.service}: same ${what}`,
        );
      }
      incident.entities.add(key);
      this.#byEntity.set(key, incident.id);
    }
    incident.attempts.set(attempt.id, attempt);
    incident.lastMs = Math.max(incident.lastMs, attempt.lastMs);
    if (incident.attempts.size <= ATTEMPT_LIMIT) return;
    dropLeastSevere(incident);
    this.#leftOutCount += 1;
  }

  #letGo(): void {
    const [oldest] = this.#open.values();
    if (oldest === undefined) return;
    this.#letGoCount += 1;
    this.#open.delete(oldest.id);
    for (const key of oldest.entities) if (this.#byEntity.get(key) === oldest.id) this.#byEntity.delete(key);
  }
}

/** Something bad that was not stopped and not refused, or that is critical in any case. */
function needsPerson(attempt: Attempt): boolean {
  const stopped = attempt.outcome === 'blocked' || attempt.outcome === 'no-effect';
  return (
    attempt.outcome === 'succeeded' || (!stopped && severityRank(attempt.severity) >= severityRank('high'))
  );
}

function entitiesOf(attempt: Attempt): readonly { readonly key: string; readonly what: string }[] {
  const { actor } = attempt;
  const entities = [{ key: `${actor.kind} ${actor.value}`, what: `${actor.kind} ${actor.value}` }];
  // A guarded service is hit by everybody: sharing it says nothing, while sharing a compromised machine does.
  if (actor.kind !== 'address') {
    entities.push({ key: `host ${attempt.service}`, what: `machine ${attempt.service}` });
  }
  return entities;
}

function dropLeastSevere(incident: OpenIncident): void {
  const [least] = [...incident.attempts.values()].sort(
    (a, b) => severityRank(a.severity) - severityRank(b.severity),
  );
  if (least !== undefined) incident.attempts.delete(least.id);
}

function snapshot(incident: OpenIncident): Incident {
  const attempts = [...incident.attempts.values()].sort(
    (a, b) => a.firstMs - b.firstMs || (a.id < b.id ? -1 : 1),
  );
  const severity = attempts.reduce<Severity>(
    (most, one) => (severityRank(one.severity) > severityRank(most) ? one.severity : most),
    'informational',
  );
  const classes = distinct(attempts.map((one) => one.rsit));
  const services = distinct(attempts.map((one) => one.service));
  const actors = new Map(attempts.map(({ actor }) => [`${actor.kind} ${actor.value}`, actor]));
  return {
    id: incident.id,
    title: titleOf(classes, services),
    state: 'new',
    severity,
    classes,
    actors: [...actors.values()],
    services,
    firstMs: Math.min(...attempts.map((one) => one.firstMs)),
    lastMs: Math.max(...attempts.map((one) => one.lastMs)),
    attemptIds: attempts.map((one) => one.id),
    techniques: distinct(attempts.flatMap((one) => one.techniques)).sort(),
    links: [...incident.links.values()],
    simulated: attempts.some((one) => one.simulated),
  };
}

function titleOf(classes: readonly RsitClass[], services: readonly string[]): string {
  const rest = services.length > 1 ? ` and ${services.length - 1} more` : '';
  return `${classes.map(nameOf).join(', ')} against ${services[0] ?? 'unknown'}${rest}`;
}

/** The class as the taxonomy writes it. */
function nameOf(rsit: RsitClass): string {
  return RSIT_CLASSES[rsit];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
