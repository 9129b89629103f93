import type { EvidencePiece } from '../../model/index.ts';
import { trustInPiece } from './trust.ts';

/** Up to so many doubtful pieces every combination of them is looked at. */
const EXACT_PIECES = 3;
const DRAWN_SCENARIOS = 8;

/** What may be true of the evidence: some pieces hold, with a weight; weights sum to 1. */
export interface Scenario {
  readonly pieces: readonly EvidencePiece[];
  readonly weight: number;
}

/**
 * Evidence of a poor grade counts in expectation: the answer is the mean over scenarios, in each of which a doubtful
 * piece either holds or does not. With many doubtful pieces eight scenarios are drawn, stratified so that a piece holds
 * in its share of them; which ones follows from its name, so that the answer is the same in every run and in any order.
 */
export function scenariosOf(pieces: readonly EvidencePiece[]): readonly Scenario[] {
  const trusts = pieces
    .map((piece) => ({ piece, trust: trustInPiece(piece) }))
    .filter(({ trust }) => trust > 0);
  const doubtful = trusts.filter(({ trust }) => trust < 1);
  if (doubtful.length <= EXACT_PIECES) return combinationsOf(trusts);
  return Array.from({ length: DRAWN_SCENARIOS }, (_, scenario) => ({
    weight: 1 / DRAWN_SCENARIOS,
    pieces: trusts
      .filter(({ piece, trust }) => trust >= 1 || holdsIn(scenario, piece.id, trust))
      .map(pieceOf),
  }));
}

interface Doubt {
  readonly piece: EvidencePiece;
  readonly trust: number;
}

function combinationsOf(trusts: readonly Doubt[]): readonly Scenario[] {
  let scenarios: readonly Scenario[] = [{ pieces: [], weight: 1 }];
  for (const { piece, trust } of trusts) {
    scenarios = scenarios.flatMap(({ pieces, weight }) => [
      { pieces: [...pieces, piece], weight: weight * trust },
      ...(trust < 1 ? [{ pieces, weight: weight * (1 - trust) }] : []),
    ]);
  }
  return scenarios;
}

/** Each scenario is a stratum of 1/8 of the chances, in an order of the piece's own; the place within it is its own, too. */
function holdsIn(scenario: number, id: string, trust: number): boolean {
  const hash = hashOf(id);
  const stratum = (scenario * (1 + 2 * (hash % 4)) + (hash >>> 3)) % DRAWN_SCENARIOS;
  return (stratum + (hash >>> 8) / 0x1000000) / DRAWN_SCENARIOS < trust;
}

function pieceOf({ piece }: Doubt): EvidencePiece {
  return piece;
}

/** FNV-1a, mixed once more because its low bits are poor. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}
