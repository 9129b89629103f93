/**
 * Numbers from 0 to 1 that look random and are the same in every run: mulberry32 (T. Ettinger, public domain), started
 * from a text. For draws of a study, never for secrets.
 */
export function seededRandom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let place = 0; place < seed.length; place += 1)
    state = Math.imul(state ^ seed.charCodeAt(place), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The items in an order drawn from `random` (Fisher and Yates). */
export function shuffled<Item>(items: Iterable<Item>, random: () => number): Item[] {
  const list = [...items];
  for (let place = list.length - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    const [a, b] = [list[place], list[other]];
    if (a === undefined || b === undefined) continue;
    list[place] = b;
    list[other] = a;
  }
  return list;
}
