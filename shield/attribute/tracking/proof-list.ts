import type { EventProof } from '../../model/index.ts';
import { byTime } from './order.ts';

/** Of the proofs of a link so many of the earliest stay, and so many of the latest. */
const KEPT = 8;

/**
 * Adds a proof: the earliest and the latest ones stay, in the order of time, whatever order they come in. The same
 * event twice stays once.
 */
export function addProof(proofs: readonly EventProof[], proof: EventProof): readonly EventProof[] {
  if (proofs.some((one) => byTime(one, proof) === 0)) return proofs;
  const full = proofs.length >= 2 * KEPT;
  if (full && isBetween(proofs, proof)) return proofs;
  const sorted = [...proofs, proof].sort(byTime);
  return sorted.length <= 2 * KEPT ? sorted : [...sorted.slice(0, KEPT), ...sorted.slice(-KEPT)];
}

/** Neither among the earliest nor among the latest: most events of a busy link. */
function isBetween(proofs: readonly EventProof[], proof: EventProof): boolean {
  const [early, late] = [proofs[KEPT - 1], proofs[KEPT]];
  return early !== undefined && late !== undefined && byTime(proof, early) > 0 && byTime(proof, late) < 0;
}
