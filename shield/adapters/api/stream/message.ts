import type { Attempt, Decision, Incident } from '../../../model/index.ts';

/** What goes to the console while it happens. `tick` says how much passed since the last one. */
export type StreamMessage =
  | { readonly kind: 'attempt'; readonly data: Attempt }
  | { readonly kind: 'incident'; readonly data: Incident }
  | { readonly kind: 'decision'; readonly data: Decision };

/** How much came since the tick before. */
export interface Tick {
  readonly timeMs: number;
  readonly events: number;
  readonly signals: number;
}

/** A message as server-sent event (HTML Standard, section 9.2). JSON has no raw line breaks, so one `data` line is enough. */
export function formatSse(event: string, data: unknown, id?: string): string {
  const idLine = id === undefined ? '' : `id: ${id}\n`;
  return `${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
