import {
  type CorrelationHit,
  type CorrelationLosses,
  type LoadedSigma,
  SigmaCorrelator,
  type SigmaEvent,
  type SigmaHit,
} from '@dejfa/sigma';
import type { Event, Observation, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { classifySigma } from './classify.ts';
import { EventTime } from './event-time.ts';
import { fromEvent } from './signal-origin.ts';

/** Correlation rules, and rules that only serve them. */
export type CorrelationRules = Pick<LoadedSigma, 'correlations' | 'onlyCorrelated'>;

/** Contributing events that a signal lists; the rest are counted. */
const EVENT_LIMIT = 50;
const VALUE_LIMIT = 2_048;

/** What is kept of an event while it may still contribute: neither the record nor its fields. */
type KeptEvent = Event;

/**
 * Runs Sigma correlation rules over the events of the shield; owns their windows. Found correlations come as
 * observations of their last event, which is long recorded by then.
 */
export class EventCorrelator {
  readonly #correlator: SigmaCorrelator<KeptEvent>;
  readonly #time = new EventTime();
  readonly #context: { readonly ids: IdSource; readonly packOf: (path: string) => string };

  constructor(
    rules: CorrelationRules,
    context: { readonly ids: IdSource; readonly packOf: (path: string) => string },
  ) {
    this.#correlator = new SigmaCorrelator(rules, { latenessMs: null });
    this.#context = context;
  }

  /** An event with its mapped form and all that the engine found in it. */
  observe(event: Event, mapped: SigmaEvent, hits: readonly SigmaHit[]): readonly Observation[] {
    // A clock that runs ahead must not make the events of all others late.
    const timeMs = Math.min(event.timeMs, event.receivedMs);
    this.#time.saw(event.source, timeMs, event.receivedMs);
    const ref = hits.length === 0 ? event : lightened(event);
    const found = this.#correlator.observe({ hits, timeMs, event: mapped, ref });
    return [...this.#observations(found), ...this.advance(event.receivedMs)];
  }

  /** To be called while no events come: windows that are over by now are judged. `nowMs` is wall-clock time. */
  advance(nowMs: number): readonly Observation[] {
    return this.#observations(this.#correlator.advance(this.#time.reachedMs(nowMs)));
  }

  losses(): CorrelationLosses {
    return this.#correlator.losses();
  }

  #observations(hits: readonly CorrelationHit<KeptEvent>[]): readonly Observation[] {
    return hits.flatMap((hit) => {
      const event = hit.events.at(-1);
      return event === undefined
        ? []
        : [{ event, signals: [signalOf(hit, event, this.#context)], receipts: [] }];
    });
  }
}

function lightened(event: Event): KeptEvent {
  return { ...event, fields: {}, raw: '' };
}

function signalOf(
  { rule, group, measure, count, events, firstMs, timeMs }: CorrelationHit<KeptEvent>,
  event: KeptEvent,
  { ids, packOf }: { readonly ids: IdSource; readonly packOf: (path: string) => string },
): Signal {
  const spanSeconds = Math.round((timeMs - firstMs) / 1000);
  const counted = `${count} in ${spanSeconds} s${measure === null ? '' : `, measured ${measure}`}`;
  return {
    id: ids.next(),
    ...fromEvent(event),
    rule: { engine: 'sigma', id: rule.id, title: rule.title, pack: packOf(rule.path) },
    severity: rule.level,
    rsit: classifySigma(rule.tags, event.logsource.category === 'webserver' ? 'request' : 'machine'),
    techniques: rule.techniques,
    message: rule.title,
    parts: [
      ...group.map(({ field, value }) => ({ target: field, value: value.slice(0, VALUE_LIMIT) })),
      { target: 'correlated', value: counted },
      ...events.slice(-EVENT_LIMIT).map(({ id }) => ({ target: 'correlated.event', value: id })),
    ],
    score: 0,
    effect: 'unknown',
    ...(rule.tags.includes('dejfa.outcome.succeeded') ? { proves: 'succeeded' as const } : {}),
  };
}
