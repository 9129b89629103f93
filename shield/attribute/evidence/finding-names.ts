import type { AttackFacts } from '@dejfa/actors';

/** What a name stands for. */
export type NamedThing =
  | { readonly kind: 'found'; readonly id: string; readonly name: string }
  | { readonly kind: 'none' }
  /** Several things have the name; their identifiers. */
  | { readonly kind: 'several'; readonly ids: readonly string[] };

/** Looks up techniques, software and actors of the facts by identifier, name or alias. */
export interface FindingNames {
  readonly technique: (text: string) => NamedThing;
  readonly tool: (text: string) => NamedThing;
  readonly actor: (text: string) => NamedThing;
}

/**
 * Names of the facts, without regard to case, spaces and hyphens: `hyper-bro` is HyperBro. Nothing is guessed: what two
 * things are called is no name, but where it is the main name of one of them.
 */
export function findingNames({ techniques, software, groups }: AttackFacts): FindingNames {
  const plain = techniques.map(({ id, name }) => ({ id, name, aliases: [] }));
  return { technique: lookup(plain), tool: lookup(software), actor: lookup(groups) };
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
}

function lookup(things: readonly Named[]): (text: string) => NamedThing {
  const byId = new Map(things.map((thing) => [thing.id, thing]));
  const byName = Map.groupBy(things, ({ name }) => keyOf(name));
  const byAlias = new Map<string, Named[]>();
  for (const thing of things)
    for (const alias of thing.aliases)
      byAlias.set(keyOf(alias), [...(byAlias.get(keyOf(alias)) ?? []), thing]);
  return (text) => {
    const one = byId.get(text.trim().toUpperCase());
    const found = one === undefined ? (byName.get(keyOf(text)) ?? byAlias.get(keyOf(text)) ?? []) : [one];
    const [first] = found;
    if (first === undefined) return { kind: 'none' };
    const ids = [...new Set(found.map(({ id }) => id))].sort();
    return ids.length > 1 ? { kind: 'several', ids } : { kind: 'found', id: first.id, name: first.name };
  };
}

function keyOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\-_./]/g, '');
}
