import { readFileSync } from 'node:fs';
import type { AttackFacts as ContentFacts } from '@dejfa/actors';
import { readAttackFacts } from '../../shield/adapters/actors/index.ts';
import type { AttackFacts } from '../../shield/attribute/knowledge/attack-facts.ts';

/** Facts in the form of `content/attack`, or in that of the shared corpus, told apart by how references are listed. */
export async function readFacts(path: string): Promise<AttackFacts> {
  const raw = JSON.parse(readFileSync(path, 'utf8')) as object;
  return 'refs' in raw ? (raw as AttackFacts) : fromContent(await readAttackFacts(path));
}

function fromContent(facts: ContentFacts): AttackFacts {
  const places = new Map(facts.references.map(({ name }, place) => [name, place]));
  const placesOf = (names: readonly string[]) =>
    names.flatMap((name) => {
      const place = places.get(name);
      return place === undefined ? [] : [place];
    });
  const withDomain = <Fact extends { readonly domains: readonly string[] }>(fact: Fact) => ({
    ...fact,
    dom: fact.domains.every((domain) => domain === 'mobile') ? 'm' : 'e',
  });
  return {
    source: facts.source,
    groups: facts.groups,
    software: facts.software.map(withDomain),
    techniques: facts.techniques.map(withDomain),
    uses: facts.uses.flatMap(({ who, reference, what }) =>
      what.map((item) => [who, item, reference === null ? [] : placesOf([reference])] as const),
    ),
    attributed: facts.attributions.map(({ campaign, group, references }) => [
      campaign,
      group,
      placesOf(references),
    ]),
    refs: facts.references.map(({ name, url, date }) => [name, url, date]),
  };
}
