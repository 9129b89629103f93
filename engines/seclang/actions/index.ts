import type { EffectDefinition } from './action.ts';
import { ctl } from './ctl.ts';
import { initcol } from './initcol.ts';
import { setvar } from './setvar.ts';

export type { ActionContext, ActionRefusal, Effect } from './action.ts';

/** What an action is: read while the rule is loaded, done at a match, accepted without effect, or refused. */
export type ActionKind =
  | { readonly kind: 'metadata' }
  | { readonly kind: 'effect'; readonly define: EffectDefinition }
  | { readonly kind: 'inert' }
  | { readonly kind: 'unsupported'; readonly reason: string };

const metadata: ActionKind = { kind: 'metadata' };
const inert: ActionKind = { kind: 'inert' };

/** Every action of the language by its lower-case name. */
export const ACTIONS = {
  accuracy: inert,
  allow: metadata,
  append: { kind: 'unsupported', reason: 'it would change the response' },
  auditlog: inert,
  block: metadata,
  capture: metadata,
  chain: metadata,
  ctl: { kind: 'effect', define: ctl },
  deny: metadata,
  deprecatevar: inert,
  drop: metadata,
  exec: { kind: 'unsupported', reason: 'it would run an outside program' },
  expirevar: inert,
  id: metadata,
  initcol: { kind: 'effect', define: initcol },
  log: metadata,
  logdata: metadata,
  maturity: inert,
  msg: metadata,
  multimatch: metadata,
  noauditlog: inert,
  nolog: metadata,
  pass: metadata,
  pause: { kind: 'unsupported', reason: 'it would hold the request back' },
  phase: metadata,
  prepend: { kind: 'unsupported', reason: 'it would change the response' },
  proxy: { kind: 'unsupported', reason: 'it would send the request elsewhere' },
  redirect: metadata,
  rev: inert,
  sanitisearg: inert,
  sanitisematched: inert,
  sanitisematchedbytes: inert,
  sanitiserequestheader: inert,
  sanitiseresponseheader: inert,
  setenv: inert,
  setvar: { kind: 'effect', define: setvar },
  severity: metadata,
  skip: metadata,
  skipafter: metadata,
  status: metadata,
  t: metadata,
  tag: metadata,
  ver: metadata,
  xmlns: inert,
} satisfies Readonly<Record<string, ActionKind>>;

const BY_NAME: ReadonlyMap<string, ActionKind> = new Map(Object.entries(ACTIONS));

/** The action of that lower-case name, or undefined where there is none. */
export function actionNamed(name: string): ActionKind | undefined {
  return BY_NAME.get(name);
}
