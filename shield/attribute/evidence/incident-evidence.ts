import type { AttackFacts } from '@dejfa/actors';
import type { AdmiraltyGrade, Evidence, Incident } from '../../model/index.ts';
import { findingNames } from './finding-names.ts';
import { gatherPieces, type Observed } from './gather.ts';

/** Our own sensors are reliable; that a rule's technique is what really happened is possible, and no more is known. */
const OWN_GRADE: AdmiraltyGrade = { reliability: 'A', credibility: 3 };

/**
 * Evidence that an incident holds by itself: the techniques of its signals, graded A3 until a person has confirmed it
 * and A2 then. The time is that of its first signal.
 */
export function evidenceOfIncident(incident: Incident, facts: AttackFacts): Evidence {
  const names = findingNames(facts);
  const grade: AdmiraltyGrade = incident.state === 'confirmed' ? { ...OWN_GRADE, credibility: 2 } : OWN_GRADE;
  const source = { name: 'signals of this incident', grade, timeMs: incident.firstMs };
  const observed: Observed[] = [];
  const unused: { what: string; why: string }[] = [];
  for (const id of [...new Set(incident.techniques)].sort()) {
    const found = names.technique(id);
    if (found.kind === 'found')
      observed.push({ finding: { kind: 'technique', id: found.id, name: found.name }, source });
    else unused.push({ what: `technique ${id}`, why: 'the facts have no such technique' });
  }
  return { pieces: gatherPieces(observed), timeMs: incident.firstMs, unused };
}
