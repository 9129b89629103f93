import type { SigmaEngine } from '@dejfa/sigma';
import { applyMapping, type Mappings } from '@dejfa/sigma';
import type { Event, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { signalsOfHits } from './sigma-signals.ts';
import { signalsOfSuricata } from './suricata-signals.ts';

/** What events are tried against; replaced whole when content is loaded anew. */
export interface LogRules {
  readonly engine: SigmaEngine;
  readonly mappings: Mappings;
  /** Name and version of the content pack that a rule file came from. */
  readonly packOf: (path: string) => string;
}

/** Finds signals in events: Sigma rules over their fields, and alerts that other sensors already raised. */
export class LogDetector {
  readonly #rules: LogRules;
  readonly #ids: IdSource;

  constructor(rules: LogRules, ids: IdSource) {
    this.#rules = rules;
    this.#ids = ids;
  }

  evaluate(event: Event): readonly Signal[] {
    const { engine, mappings, packOf } = this.#rules;
    const mapped = applyMapping(mappings, { ...event.logsource, fields: event.fields });
    const hits = signalsOfHits(event, engine.evaluate(mapped), { ids: this.#ids, packOf });
    const alerts = signalsOfSuricata(event, this.#ids);
    return alerts.length === 0 ? hits : [...alerts, ...hits];
  }
}
