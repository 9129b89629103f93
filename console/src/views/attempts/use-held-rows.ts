import { type RefObject, useRef, useState } from 'react';
import type { Attempt } from '../../../../shield/model/index.ts';

const TOP_PX = 8;

/**
 * While somebody reads further down, rows that come new at the top are held back, so that nothing moves under the
 * eyes; rows that are shown are kept up to date in their places.
 */
export function useHeldRows(rows: readonly Attempt[], scroller: RefObject<HTMLElement | null>) {
  const [held, setHeld] = useState<readonly string[] | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  const release = () => {
    setHeld(null);
    scroller.current?.scrollTo({ top: 0 });
  };
  const onScroll = () => {
    const isAtTop = (scroller.current?.scrollTop ?? 0) <= TOP_PX;
    setHeld((before) => {
      if (isAtTop) return null;
      return before ?? latest.current.map(({ id }) => id);
    });
  };
  if (held === null) return { shown: rows, freshCount: 0, release, onScroll };
  const { shown, freshCount } = inHeldOrder(rows, held);
  return { shown, freshCount, release, onScroll };
}

/** Known rows in the order in which they were held, then those that were read from further pages since. */
function inHeldOrder(rows: readonly Attempt[], held: readonly string[]) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = held.flatMap((id) => byId.get(id) ?? []);
  const heldIds = new Set(held);
  const lastHeldMs = Math.min(...known.map(({ lastMs }) => lastMs));
  const others = rows.filter(({ id }) => !heldIds.has(id));
  const further = others.filter(({ lastMs }) => lastMs <= lastHeldMs);
  return { shown: [...known, ...further], freshCount: others.length - further.length };
}
