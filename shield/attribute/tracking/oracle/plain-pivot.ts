import type { InfraNode, Sighting } from '../../../model/index.ts';

/** What a pivot comes to, told by looking through all sightings for each question. */
export interface PlainPivot {
  readonly neighbours: ReadonlyMap<string, { readonly addresses: number; readonly count: number }>;
  /** Nodes of the same kind, with the features that they share. */
  readonly shares: ReadonlyMap<string, readonly string[]>;
}

/** The same answer as the graph's, without a graph. */
export function plainPivot(sightings: readonly Sighting[], node: InfraNode): PlainPivot {
  const neighbours = new Map<string, { addresses: number; count: number }>();
  const shares = new Map<string, string[]>();
  const beside = besideOf(sightings, text(node));
  for (const feature of [...beside].sort()) {
    const others = besideOf(sightings, feature);
    const between = sightings.filter(({ from, to }) => {
      const ends = [text(from), text(to)];
      return ends.includes(text(node)) && ends.includes(feature);
    });
    const addresses = [...others].filter((one) => one.startsWith('address:')).length;
    neighbours.set(feature, { addresses, count: between.length });
    for (const other of others) {
      if (!other.startsWith(`${node.kind}:`) || other === text(node)) continue;
      shares.set(other, [...(shares.get(other) ?? []), feature].sort());
    }
  }
  return { neighbours, shares };
}

function besideOf(sightings: readonly Sighting[], key: string): ReadonlySet<string> {
  return new Set(
    sightings.flatMap(({ from, to }) =>
      text(from) === key ? [text(to)] : text(to) === key ? [text(from)] : [],
    ),
  );
}

function text({ kind, value }: InfraNode): string {
  return `${kind}:${value}`;
}
