import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useShortcut } from '../../shell/use-shortcut.ts';

interface RowKeysOptions {
  readonly ids: readonly string[];
  /** Scrolls the row into sight, so that it is in the page. */
  readonly reveal: (at: number) => void;
}

/** j, k and the arrows go from row to row; the focus is on the row's link, so that Enter opens it. */
export function useRowKeys({ ids, reveal }: RowKeysOptions) {
  const [currentId, setCurrentId] = useState<string | null>(null);
  const wantsFocus = useRef(false);
  const elements = useRef(new Map<number, HTMLElement>());
  const found = currentId === null ? -1 : ids.indexOf(currentId);
  const current = Math.max(0, found);

  const moveTo = (at: number) => {
    const bounded = Math.min(Math.max(at, 0), ids.length - 1);
    setCurrentId(ids[bounded] ?? null);
    wantsFocus.current = true;
    reveal(bounded);
    linkOf(elements.current.get(bounded))?.focus();
  };
  useShortcut('j', () => moveTo(found === -1 ? 0 : current + 1));
  useShortcut('k', () => moveTo(current - 1));

  // A row that was out of sight is in the page only after the scroll was drawn.
  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = linkOf(elements.current.get(current));
    if (link === null) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });

  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
  return {
    refOf: (at: number) => (element: HTMLElement | null) => {
      if (element === null) elements.current.delete(at);
      else elements.current.set(at, element);
    },
    onRowFocus: (at: number) => setCurrentId(ids[at] ?? null),
    onRowKey(event: KeyboardEvent, at: number) {
      const step = steps[event.key];
      if (step !== undefined) moveTo(at + step);
      else if (event.key === 'Home') moveTo(0);
      else if (event.key === 'End') moveTo(ids.length - 1);
      else return;
      event.preventDefault();
    },
  };
}

function linkOf(row: HTMLElement | undefined): HTMLElement | null {
  return row?.querySelector('a') ?? null;
}
