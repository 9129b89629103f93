import type { AuditMode } from '../api.ts';
import { BODY_PROCESSORS, bodyProcessorNamed } from '../body/processor.ts';
import { auditControl } from '../transaction/audit-control.ts';
import { changeAuditParts, isAuditParts } from '../transaction/audit-parts.ts';
import type { EngineMode } from '../transaction/settings.ts';
import type { TransactionState } from '../transaction/state.ts';
import type { ActionContext, ActionRefusal, Effect, EffectDefinition } from './action.ts';
import { removeRules, removeTargets } from './ctl-rules.ts';
import { CHOOSERS } from './rule-choice.ts';

type CtlDefinition = (value: string, context: ActionContext) => Effect | ActionRefusal;

const ENGINE_MODES: Readonly<Record<string, EngineMode>> = {
  on: 'on',
  off: 'off',
  detectiononly: 'detection-only',
};

const AUDIT_MODES: Readonly<Record<string, AuditMode>> = {
  on: 'on',
  off: 'off',
  relevantonly: 'relevant-only',
};

const nothing: CtlDefinition = () => () => undefined;

/** Forms of `ctl` that are read and change nothing, and why; said as information. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  debugloglevel: 'there is no debug log',
  hashenforcement: 'links are not signed',
  hashengine: 'links are not signed',
};

/** Every form of `ctl`, by its name in lower case. */
const CTLS = {
  auditengine: (value) =>
    choose(AUDIT_MODES[value.toLowerCase()], 'On, Off or RelevantOnly', (state, mode) => {
      auditControl(state).mode = mode;
    }),
  auditlogparts: (value) =>
    choose(isAuditParts(value) ? value : undefined, '+E, -C or ABCFHZ', (state, parts) => {
      const control = auditControl(state);
      control.parts = changeAuditParts(control.parts ?? state.input.settings.auditParts, parts);
    }),
  debugloglevel: nothing,
  forcerequestbodyvariable: (value) =>
    choose(onOff(value), 'On or Off', (state, on) => {
      state.forceRequestBody = on;
    }),
  hashenforcement: nothing,
  hashengine: nothing,
  requestbodyaccess: (value) =>
    choose(onOff(value), 'On or Off', (state, on) => {
      state.requestBodyAccess = on;
    }),
  requestbodylimit: (value) =>
    choose(bytes(value), 'a whole number of bytes above 0', (state, limit) => {
      state.requestBodyLimitBytes = limit;
    }),
  requestbodyprocessor: (value) =>
    choose(
      bodyProcessorNamed(value) ?? undefined,
      `one of ${Object.keys(BODY_PROCESSORS).join(', ')}`,
      (state, processor) => {
        state.bodyProcessor = processor;
      },
    ),
  responsebodyaccess: (value) =>
    choose(onOff(value), 'On or Off', (state, on) => {
      state.responseBodyAccess = on;
    }),
  responsebodylimit: (value) =>
    choose(bytes(value), 'a whole number of bytes above 0', (state, limit) => {
      state.responseBodyLimitBytes = limit;
    }),
  ruleengine: (value) =>
    choose(ENGINE_MODES[value.toLowerCase()], 'On, Off or DetectionOnly', (state, mode) => {
      state.engine = mode;
    }),
  ruleremovebyid: (value, context) => removeRules(value, CHOOSERS.id, context),
  ruleremovebymsg: (value, context) => removeRules(value, CHOOSERS.msg, context),
  ruleremovebytag: (value, context) => removeRules(value, CHOOSERS.tag, context),
  ruleremovetargetbyid: (value, context) => removeTargets(value, CHOOSERS.id, context),
  ruleremovetargetbymsg: (value, context) => removeTargets(value, CHOOSERS.msg, context),
  ruleremovetargetbytag: (value, context) => removeTargets(value, CHOOSERS.tag, context),
} satisfies Readonly<Record<string, CtlDefinition>>;

const BY_NAME: ReadonlyMap<string, CtlDefinition> = new Map(Object.entries(CTLS));

/**
 * Description: changes how the rest of the transaction is inspected: `ruleEngine`, `ruleRemoveById`, `…ByTag`,
 * `…ByMsg`, `ruleRemoveTargetById`, `…ByTag`, `…ByMsg`, `requestBodyProcessor`, `requestBodyAccess`,
 * `requestBodyLimit`, `forceRequestBodyVariable`, `responseBodyAccess`, `responseBodyLimit`, `auditEngine`,
 * `auditLogParts`. It holds from the match on, so that a rule which takes others away stands before them.
 * Arguments: one of these names, `=` and a value as the directive of that name takes it; rules are named by id or
 * range, or by a pattern on tag or message, targets behind a semicolon.
 * Returns: nothing.
 * Example: `SecRule REQUEST_FILENAME "@streq /post" "id:1,phase:1,pass,nolog,ctl:ruleRemoveTargetById=942100;ARGS:text"`.
 */
export const ctl: EffectDefinition = ({ value }, context) => {
  const { name, argument } = readCtl(value ?? '');
  const definition = BY_NAME.get(name);
  if (definition === undefined) {
    return {
      kind: 'refused',
      message: `ctl:${value ?? ''} is not supported`,
      help: `supported are ${Object.keys(CTLS).join(', ')}`,
    };
  }
  const made = definition(argument, context);
  return typeof made === 'function' ? made : { ...made, message: `ctl:${value ?? ''}: ${made.message}` };
};

/** Why a form of `ctl` changes nothing here; null where it does. */
export function ctlNotice(value: string): string | null {
  return WITHOUT_EFFECT[readCtl(value).name] ?? null;
}

function readCtl(value: string): { readonly name: string; readonly argument: string } {
  const [head = '', name = ''] = /^\s*([A-Za-z]+)\s*=/.exec(value) ?? [];
  return { name: name.toLowerCase(), argument: head === '' ? '' : value.slice(head.length).trim() };
}

/** An effect with a value that was read, or a refusal where it could not be. */
function choose<T>(
  value: T | undefined,
  expected: string,
  set: (state: TransactionState, value: T) => void,
): Effect | ActionRefusal {
  if (value === undefined) return { kind: 'refused', message: `the value is not ${expected}` };
  return (state) => set(state, value);
}

function onOff(value: string): boolean | undefined {
  const lower = value.toLowerCase();
  return lower === 'on' || lower === 'off' ? lower === 'on' : undefined;
}

function bytes(value: string): number | undefined {
  return /^[1-9]\d{0,9}$/.test(value) ? Number(value) : undefined;
}
