import type { EvidencePiece } from '../../model/index.ts';
import type { VictimFacts } from '../knowledge/victim-facts.ts';
import { infrastructureRatios } from './infrastructure-fit.ts';
import { trustInPiece } from './trust.ts';
import { type Ratios, victimRatios } from './victim-fit.ts';
import { workingHourRatios } from './working-hours.ts';

/** All circumstances together move an actor's odds against the others by this factor at most, either way. */
const MOST = 10;

/**
 * What victim, hours and infrastructure say of each actor, apart from techniques and tools, on which alone the model is
 * fitted: the product of bounded likelihood ratios against any actor. Actors that are not in it have 1, as has an actor
 * whom we do not know.
 */
export function circumstanceRatios(facts: VictimFacts, pieces: readonly EvidencePiece[]): Ratios {
  const product = new Map<string, number>();
  const multiply = (ratios: Ratios, trust: number) => {
    for (const [actor, ratio] of ratios)
      product.set(actor, (product.get(actor) ?? 1) * (trust * ratio + 1 - trust));
  };
  for (const piece of pieces) multiply(ratiosOf(facts, piece), trustInPiece(piece));
  multiply(infrastructureRatios(pieces), 1);
  return new Map([...product].map(([actor, ratio]) => [actor, Math.min(MOST, Math.max(1 / MOST, ratio))]));
}

function ratiosOf(facts: VictimFacts, { finding }: EvidencePiece): Ratios {
  switch (finding.kind) {
    case 'victim-sector':
      return victimRatios(facts, { field: 'sectors', value: finding.sector });
    case 'victim-country':
      return victimRatios(facts, { field: 'countries', value: finding.country });
    case 'working-hours':
      return workingHourRatios(facts, finding.counts);
    default:
      return new Map();
  }
}
