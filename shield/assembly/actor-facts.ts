import { type AttackFacts, reportedUses } from '@dejfa/actors';
import { readAttackFacts } from '../adapters/actors/index.ts';
import type { ActorFacts } from '../attribute/actor-facts.ts';

/** Facts about actors from a file of `content/attack`. Rejects when it is not of that form. */
export async function readActorFacts(path: string): Promise<ActorFacts> {
  return actorFactsOf(await readAttackFacts(path));
}

/** What a ranking needs of ATT&CK: each group with all that any report says it uses. */
function actorFactsOf(facts: AttackFacts): ActorFacts {
  const used = reportedUses(facts);
  return {
    source: facts.source,
    groups: facts.groups.map(({ id, name, aliases }) => ({
      id,
      name,
      aliases,
      techniques: used.get(id)?.techniques ?? [],
      software: used.get(id)?.software ?? [],
    })),
    techniques: facts.techniques.map(({ id, name, tactics }) => ({ id, name, tactics })),
  };
}
