import type { EvidencePiece, Stakes, StakesTrial } from '../../model/index.ts';
import { isScored } from '../assess/assessor.ts';
import { rankActors } from '../assess/ranking.ts';
import { actorCandidate, type CaseFile } from './case-file.ts';
import { findingText } from './piece-statement.ts';

/**
 * What if it was planted? The leader must stay first and above the threshold without any one tool that the facts know
 * of it alone; the worst single piece, and the two strongest tools together, are shown beside it.
 */
export function tryStakes(file: CaseFile): Stakes {
  const leader = file.ranked[0]?.id ?? '';
  const { withoutOneTool, withoutTwoTools, name } = file.assessor.knowledge.fitted.thresholds;
  const exclusiveTools = file.pieces
    .filter((piece) => isExclusiveTool(file, piece, leader))
    .map((piece) => tryWithout(file, [piece], withoutOneTool));
  const byHarm = (trials: readonly StakesTrial[]) => trials.toSorted((a, b) => a.probability - b.probability);
  const singles = file.pieces.filter(isScored).map((piece) => tryWithout(file, [piece], name));
  const tools = file.pieces.filter(({ finding }) => finding.kind === 'tool');
  const strongest = tools.toSorted((a, b) => lossBy(file, a, leader) - lossBy(file, b, leader)).slice(0, 2);
  const parts = {
    exclusiveTools: byHarm(exclusiveTools),
    worstPiece: byHarm(singles)[0] ?? null,
    planted: strongest.length === 2 ? tryWithout(file, strongest, withoutTwoTools ?? name) : null,
  };
  return { ...parts, statement: stateStakes(file, parts) };
}

/** True for a tool that the leader, and in the facts nobody else, is reported to use. */
function isExclusiveTool({ assessor }: CaseFile, { finding }: EvidencePiece, leader: string): boolean {
  if (finding.kind !== 'tool') return false;
  const { incidence, actorsOf, plain } = assessor.profiles;
  const item = incidence.itemPlaces.get(finding.id);
  if (item === undefined || actorsOf[item] !== 1) return false;
  return (plain.counts[incidence.actors.indexOf(leader) * incidence.items.length + item] ?? 0) > 0;
}

/** Probability of the leader without the piece. */
function lossBy({ without }: CaseFile, piece: EvidencePiece, leader: string): number {
  return without.get(piece.id)?.actors.get(leader) ?? 0;
}

/** The answer when some pieces are taken out. */
export function tryWithout(file: CaseFile, taken: readonly EvidencePiece[], threshold: number): StakesTrial {
  const [only] = taken;
  const kept = taken.length === 1 && only !== undefined ? file.without.get(only.id) : undefined;
  const belief = kept ?? file.assessor.assess(file.pieces.filter((piece) => !taken.includes(piece)));
  const leader = file.ranked[0]?.id ?? '';
  const [first] = rankActors(belief);
  const probability = belief.actors.get(leader) ?? 0;
  const staysFirst = first?.id === leader;
  return {
    without: taken.map(({ id }) => id),
    staysFirst,
    staysAsserted: staysFirst && probability >= threshold,
    probability,
    instead: staysFirst || first === undefined ? null : actorCandidate(file.assessor, first.id),
  };
}

function stateStakes(file: CaseFile, { exclusiveTools, planted }: Omit<Stakes, 'statement'>): string {
  const name = actorCandidate(file.assessor, file.ranked[0]?.id ?? '').name;
  const [worst] = exclusiveTools;
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const told = (ids: readonly string[]) =>
    ids
      .map((id) => file.pieces.find((piece) => piece.id === id))
      .map((piece) => (piece === undefined ? '' : findingText(piece)))
      .join(' and ');
  const one =
    worst === undefined
      ? `No tool was seen that the facts know of ${name} alone.`
      : worst.staysAsserted
        ? `Without ${told(worst.without)}, which the facts know of ${name} alone, the name would still stand, at ${percent(worst.probability)}.`
        : `Without ${told(worst.without)}, which the facts know of ${name} alone, ${name} would be at ${percent(worst.probability)}: whoever planted this one tool would have made the name.`;
  const two =
    planted === null
      ? ''
      : ` Were both ${told(planted.without)} planted, ${name} would be at ${percent(planted.probability)}${planted.staysFirst ? '' : ' and no longer first'}.`;
  return one + two;
}
