import { type AttackFacts, reportedUses } from '@dejfa/actors';
import { readAttackFacts } from '../adapters/actors/index.ts';
import type { ActorFacts } from '../attribute/actor-facts.ts';

/** Facts about actors from a file of `content/attack`, read once and not before they are asked for. */
export function actorFactsIn(path: string): () => Promise<ActorFacts> {
  let facts: Promise<ActorFacts> | null = null;
  return () => {
    facts ??= readAttackFacts(path).then(actorFactsOf);
    return facts;
  };
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
