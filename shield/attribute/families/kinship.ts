import type { ActorFamily } from '../../model/index.ts';
import type { AttributionKnowledge } from '../knowledge/attribution-knowledge.ts';
import type { Profiles } from '../knowledge/profile.ts';

/** Malware that more actors than this use is for sale or shared by trades, and makes no kin. */
const MOST_USERS = 3;
/** Sum of 1 / (users - 1) over shared malware: one that only these two use, or two that a third uses, too. */
const KIN = 1;

/**
 * Two actors as a family where the facts say that they share malware which hardly anybody else uses; null where they
 * do not. Tools that are to be had by everybody do not count.
 */
export function kinOf(
  { profiles, knowledge }: { readonly profiles: Profiles; readonly knowledge: AttributionKnowledge },
  one: string,
  other: string,
): ActorFamily | null {
  const shared = sharedMalware(profiles, knowledge, [one, other]);
  const kinship = shared.reduce((sum, { users }) => sum + 1 / (users - 1), 0);
  if (kinship < KIN) return null;
  const members = [one, other].sort();
  const names = members.map((id) => knowledge.names.get(id) ?? id);
  return {
    id: `kin ${members.join(' ')}`,
    name: names.join(' and '),
    members,
    outside: [],
    shares: shared.map(({ id }) => id),
    reasons: shared.map(({ id, users }) => ({
      statement: `both are reported to use ${knowledge.names.get(id) ?? id}, as ${users === 2 ? 'nobody else is' : 'only one other is'}`,
      source: knowledge.facts.source,
    })),
  };
}

function sharedMalware(
  { plain, actorsOf }: Profiles,
  { incidence, facts }: AttributionKnowledge,
  [one, other]: readonly [string, string],
): readonly { readonly id: string; readonly users: number }[] {
  const count = (actor: string, item: number) =>
    plain.counts[incidence.actors.indexOf(actor) * incidence.items.length + item] ?? 0;
  return facts.software
    .filter(({ kind }) => kind === 'malware')
    .flatMap(({ id }) => {
      const item = incidence.itemPlaces.get(id);
      const users = item === undefined ? 0 : (actorsOf[item] ?? 0);
      if (item === undefined || users < 2 || users > MOST_USERS) return [];
      return count(one, item) > 0 && count(other, item) > 0 ? [{ id, users }] : [];
    });
}
