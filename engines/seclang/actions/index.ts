import type { ActionKind, EffectDefinition } from './action.ts';
import { ctl, ctlNotice } from './ctl.ts';
import { allow, block, deny, drop, pass, redirect, status } from './disruptive.ts';
import { chain, phase, skip, skipAfter } from './flow.ts';
import { initcol, setrsc, setsid, setuid } from './initcol.ts';
import { deprecatevar, expirevar, lastingNotice } from './lasting-values.ts';
import { auditlog, log, noauditlog, nolog } from './logging.ts';
import { capture, multiMatch, t, xmlns } from './matching.ts';
import { accuracy, id, logdata, maturity, msg, rev, severity, tag, ver } from './metadata.ts';
import {
  checkKeptBytes,
  sanitiseArg,
  sanitiseMatched,
  sanitiseMatchedBytes,
  sanitiseRequestHeader,
  sanitiseResponseHeader,
} from './sanitise.ts';
import { setenv } from './setenv.ts';
import { setvar } from './setvar.ts';
import { UNSUPPORTED_ACTIONS } from './unsupported.ts';

export type { ActionContext, ActionKind, ActionRefusal, Effect } from './action.ts';

function effect(define: EffectDefinition): Extract<ActionKind, { kind: 'effect' }> {
  return { kind: 'effect', define, value: 'required', starterOnly: false };
}

/** Every action of the language as rules spell it. */
export const ACTIONS = {
  ...UNSUPPORTED_ACTIONS,
  accuracy,
  allow,
  auditlog,
  block,
  capture,
  chain,
  ctl: { ...effect(ctl), notice: ctlNotice },
  deny,
  deprecatevar: { ...effect(deprecatevar), notice: lastingNotice },
  drop,
  expirevar: { ...effect(expirevar), notice: lastingNotice },
  id,
  initcol: effect(initcol),
  log,
  logdata,
  maturity,
  msg,
  multiMatch,
  noauditlog,
  nolog,
  pass,
  phase,
  redirect,
  rev,
  sanitiseArg: effect(sanitiseArg),
  sanitiseMatched: { ...effect(sanitiseMatched), value: 'none' },
  sanitiseMatchedBytes: { ...effect(sanitiseMatchedBytes), value: 'optional', check: checkKeptBytes },
  sanitiseRequestHeader: effect(sanitiseRequestHeader),
  sanitiseResponseHeader: effect(sanitiseResponseHeader),
  sanitizeArg: effect(sanitiseArg),
  sanitizeMatched: { ...effect(sanitiseMatched), value: 'none' },
  sanitizeMatchedBytes: { ...effect(sanitiseMatchedBytes), value: 'optional', check: checkKeptBytes },
  sanitizeRequestHeader: effect(sanitiseRequestHeader),
  sanitizeResponseHeader: effect(sanitiseResponseHeader),
  setenv: effect(setenv),
  setrsc: effect(setrsc),
  setsid: effect(setsid),
  setuid: effect(setuid),
  setvar: effect(setvar),
  severity,
  skip,
  skipAfter,
  status,
  t,
  tag,
  ver,
  xmlns,
} satisfies Readonly<Record<string, ActionKind>>;

const BY_LOWER_CASE: ReadonlyMap<string, ActionKind> = new Map(
  Object.entries(ACTIONS).map(([name, kind]) => [name.toLowerCase(), kind]),
);

/** The action of that lower-case name, or undefined where there is none. */
export function actionNamed(name: string): ActionKind | undefined {
  return BY_LOWER_CASE.get(name);
}
