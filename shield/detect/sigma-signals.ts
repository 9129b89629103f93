import type { SigmaHit } from '@dejfa/sigma';
import type { Event, Signal } from '../model/index.ts';
import type { IdSource } from '../ports/index.ts';
import { classifySigma } from './classify.ts';
import { fromEvent } from './signal-origin.ts';

const PART_LIMIT = 20;
const VALUE_LIMIT = 2_048;

/** One signal a rule that fired. `packOf` names the content pack that a rule file came from. */
export function signalsOfHits(
  event: Event,
  hits: readonly SigmaHit[],
  context: { readonly ids: IdSource; readonly packOf: (path: string) => string },
): readonly Signal[] {
  return hits.map(
    ({ rule, matched }): Signal => ({
      id: context.ids.next(),
      ...fromEvent(event),
      rule: { engine: 'sigma', id: rule.id, title: rule.title, pack: context.packOf(rule.path) },
      severity: rule.level,
      rsit: classifySigma(rule.tags, event.logsource.category === 'webserver' ? 'request' : 'machine'),
      techniques: rule.techniques,
      message: rule.title,
      parts: matched.slice(0, PART_LIMIT).map(({ field, value, span }) => ({
        target: field,
        value: value.slice(0, VALUE_LIMIT),
        ...(span !== undefined && span.start + span.length <= VALUE_LIMIT ? { span } : {}),
      })),
      score: 0,
      effect: 'unknown',
      ...(rule.tags.includes('dejfa.outcome.succeeded') ? { proves: 'succeeded' as const } : {}),
    }),
  );
}
