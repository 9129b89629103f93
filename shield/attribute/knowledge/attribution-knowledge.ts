import type { AttackFacts } from '@dejfa/actors';
import type { ActorFamily } from '../../model/index.ts';
import type { FittedAttribution } from '../score-actors.ts';
import { buildIncidence, type Incidence } from './incidence.ts';
import type { VictimFacts } from './victim-facts.ts';

/** All that is known before any evidence: facts, what was fitted on them, families, victims. Made once, then shared. */
export interface AttributionKnowledge {
  readonly facts: AttackFacts;
  readonly incidence: Incidence;
  readonly fitted: FittedAttribution;
  readonly families: readonly ActorFamily[];
  readonly victims: VictimFacts;
  /** By identifier of groups, techniques and software. */
  readonly names: ReadonlyMap<string, string>;
}

/** Puts the parts together. */
export function buildKnowledge(
  parts: Pick<AttributionKnowledge, 'facts' | 'fitted' | 'families' | 'victims'>,
): AttributionKnowledge {
  const { groups, software, techniques } = parts.facts;
  return {
    ...parts,
    incidence: buildIncidence(parts.facts),
    names: new Map([...groups, ...software, ...techniques].map(({ id, name }) => [id, name])),
  };
}
