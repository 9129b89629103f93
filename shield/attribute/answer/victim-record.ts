import type { AttributionKnowledge } from '../knowledge/attribution-knowledge.ts';
import type { VictimRecord } from '../knowledge/victim-facts.ts';

/** What is published of an actor's victims; null: nothing. */
export function victimRecordOf({ victims }: AttributionKnowledge, actor: string): VictimRecord | null {
  return victims.actors.find(({ id }) => id === actor) ?? null;
}
