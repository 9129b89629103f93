import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import { VIEWS } from './navigation.tsx';

const GO_WITHIN_MS = 1_500;
const GO_KEYS: Readonly<Record<string, (typeof VIEWS)[number]['name']>> = {
  o: 'overview',
  a: 'attempts',
  i: 'incidents',
  d: 'decisions',
  h: 'health',
};

/** Calls `act` when `key` is pressed outside of fields and dialogs, and without Ctrl, Alt or Meta. */
export function useShortcut(key: string, act: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || isTaken(event)) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

/** `g` then the first letter of a view. */
export function useGoShortcuts(): void {
  const navigate = useNavigate();
  const armedAt = useRef(Number.NEGATIVE_INFINITY);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTaken(event)) return;
    const isArmed = event.timeStamp - armedAt.current < GO_WITHIN_MS;
    armedAt.current = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const view = VIEWS.find(({ name }) => name === GO_KEYS[event.key]);
    if (isArmed && view !== undefined) void navigate({ to: view.to });
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return true;
  const target = event.target instanceof Element ? event.target : null;
  const isField = target?.closest('input, textarea, select, [contenteditable]') !== null;
  return isField || document.querySelector('[role="dialog"]') !== null;
}
