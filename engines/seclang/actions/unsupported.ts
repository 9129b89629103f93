import type { ActionKind } from './action.ts';

/** Actions of the language that this engine does not do; a rule with one is refused by these words. */
export const UNSUPPORTED_ACTIONS = {
  append: { kind: 'unsupported', reason: 'it would change the response' },
  exec: { kind: 'unsupported', reason: 'it would run an outside program' },
  pause: { kind: 'unsupported', reason: 'it would hold the request back' },
  prepend: { kind: 'unsupported', reason: 'it would change the response' },
  proxy: { kind: 'unsupported', reason: 'it would send the request elsewhere' },
} satisfies Readonly<Record<string, ActionKind>>;
