/** Longer names are not compared: nobody misspells them so that it can be guessed. */
const LENGTH_LIMIT = 40;

/**
 * The known name that `written` was most likely meant to be, at most a third of its letters away, letter case aside
 * (optimal string alignment distance: two letters that changed places are one step); null when none is near.
 */
export function nearName(written: string, known: readonly string[]): string | null {
  const text = written.trim().toLowerCase();
  if (text === '' || text.length > LENGTH_LIMIT) return null;
  const limit = Math.max(1, Math.floor(text.length / 3));
  let best: { readonly name: string; readonly away: number } | null = null;
  for (const name of known) {
    const away = distance(text, name.toLowerCase());
    if (away <= limit && away < text.length && (best === null || away < best.away)) best = { name, away };
  }
  return best?.name ?? null;
}

/** A sentence with the name that was meant, or else with all of them after `label`. */
export function suggestName(written: string, known: readonly string[], label: string): string {
  const near = nearName(written, known);
  return near === null ? `${label}: ${known.join(', ')}.` : `Did you mean \`${near}\`?`;
}

function distance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let at = 1; at <= a.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= b.length; to += 1) {
      const change = (row[to - 1] ?? 0) + (a[at - 1] === b[to - 1] ? 0 : 1);
      const isSwap = at > 1 && to > 1 && a[at - 1] === b[to - 2] && a[at - 2] === b[to - 1];
      const swap = isSwap ? (before[to - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
