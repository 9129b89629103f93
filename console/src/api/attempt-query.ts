import type { Attempt, Outcome, RsitClass, Severity } from '../../../shield/model/index.ts';
import { SEVERITY_ORDER } from '../ui/words.ts';

/** What a person asks to see; absent: all. The names are those of the address bar. */
export interface AttemptQuery {
  readonly service?: string;
  readonly class?: RsitClass;
  readonly outcome?: Outcome;
  /** At least. */
  readonly severity?: Severity;
  readonly text?: string;
}

export function searchOf(query: AttemptQuery, extra: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(extra);
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return search.toString();
}

/** The same question that the store answers, asked of an attempt that came live. */
export function matchesQuery(attempt: Attempt, query: AttemptQuery): boolean {
  return (
    (query.service === undefined || attempt.service === query.service) &&
    (query.class === undefined || attempt.rsit === query.class) &&
    (query.outcome === undefined || attempt.outcome === query.outcome) &&
    (query.severity === undefined ||
      SEVERITY_ORDER.indexOf(attempt.severity) >= SEVERITY_ORDER.indexOf(query.severity)) &&
    (!query.text || mentions(attempt, query.text.toLowerCase()))
  );
}

function mentions(attempt: Attempt, text: string): boolean {
  return [
    attempt.actor.value,
    ...attempt.techniques,
    ...attempt.rules.flatMap((rule) => [rule.id, rule.title]),
  ].some((candidate) => candidate.toLowerCase().includes(text));
}
