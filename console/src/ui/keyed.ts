export interface Keyed<T> {
  readonly key: string;
  readonly item: T;
}

/** Gives each item a key that React can rely on: what it says, and which one it is of those that say the same. */
export function keyed<T>(items: readonly T[], contentOf: (item: T) => string): readonly Keyed<T>[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const content = contentOf(item);
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    return { key: `${occurrence} ${content}`, item };
  });
}
