import type { ActorFamily } from '../../model/index.ts';
import type { CaseFile } from '../answer/case-file.ts';
import type { Belief } from '../assess/assessor.ts';
import { rankActors } from '../assess/ranking.ts';
import { kinOf } from './kinship.ts';

/** Actors after the leader of which kin is looked for. */
const LOOKED_AT = 4;

/** A family with the leader in it, and what its members have together. */
export interface WeighedFamily {
  readonly family: ActorFamily;
  readonly probability: number;
}

/** Families that are written down, and kin that the facts show, of the leader; most probable first. */
export function familiesOfLeader(file: CaseFile): readonly WeighedFamily[] {
  const [leader, ...others] = file.ranked;
  if (leader === undefined) return [];
  const declared = file.assessor.knowledge.families.filter(({ members }) => members.includes(leader.id));
  const kin = others
    .slice(0, LOOKED_AT)
    .filter(({ id }) => !declared.some(({ members }) => members.includes(id)))
    .flatMap(({ id }) => kinOf(file.assessor, leader.id, id) ?? []);
  return [...declared, ...kin]
    .map((family) => ({ family, probability: shareOf(file.belief, family) }))
    .sort((a, b) => b.probability - a.probability || (a.family.id < b.family.id ? -1 : 1));
}

/** What the members that the facts know have together. */
function shareOf(belief: Belief, { members }: ActorFamily): number {
  return members.reduce((sum, id) => sum + (belief.actors.get(id) ?? 0), 0);
}

/**
 * True where the evidence tells the leader from the rest of its family: without what the family shares, the leader is
 * still first and at the threshold. A member of whom the facts hold nothing can be told apart in no other way.
 */
export function isSeparated(file: CaseFile, { shares, members, outside }: ActorFamily): boolean {
  if (members.length + outside.length < 2) return true;
  const shared = new Set(shares);
  const own = file.pieces.filter(
    ({ finding }) => !(finding.kind === 'tool' || finding.kind === 'technique') || !shared.has(finding.id),
  );
  if (own.length === file.pieces.length) return true;
  const belief = file.assessor.assess(own);
  const leader = file.ranked[0]?.id ?? '';
  const [first] = rankActors(belief);
  return (
    first?.id === leader && first.probability >= file.assessor.knowledge.fitted.thresholds.withoutOneTool
  );
}

/**
 * True where the family reaches the threshold for a name and, without any single tool, is still likelier than every
 * other actor and than an unknown one: it is a weaker claim than a name, but one tool does not make it either.
 */
export function familyStands(file: CaseFile, family: ActorFamily): boolean {
  const leads = (belief: Belief) => {
    const other = rankActors(belief).find(({ id }) => !family.members.includes(id));
    return shareOf(belief, family) > Math.max(other?.probability ?? 0, belief.unknown, belief.insufficient);
  };
  return (
    shareOf(file.belief, family) >= file.assessor.knowledge.fitted.thresholds.name &&
    file.pieces
      .filter(({ finding }) => finding.kind === 'tool')
      .every(({ id }) => leads(file.without.get(id) ?? file.belief))
  );
}
