import type { AuditMode } from '../api.ts';
import { compileRegex } from '../regex/index.ts';
import { changeAuditParts, isAuditParts } from '../transaction/audit-parts.ts';
import { DEFAULT_SETTINGS } from '../transaction/settings.ts';
import type { DirectiveHandler } from './directive.ts';
import { reportValue } from './settings.ts';

const AUDIT_MODES: Readonly<Record<string, AuditMode>> = {
  on: 'on',
  off: 'off',
  relevantonly: 'relevant-only',
};

/** `SecAuditEngine On|Off|RelevantOnly`: which transactions have an audit record. */
export const secAuditEngine: DirectiveHandler = (call, state) => {
  const auditEngine = AUDIT_MODES[call.words[0]?.text.toLowerCase() ?? ''];
  if (auditEngine !== undefined) state.settings = { ...state.settings, auditEngine };
  else reportValue(call, state, 'On, Off or RelevantOnly');
};

/** `SecAuditLog /var/log/audit.json`: where the author of the rules would have records. Nothing is opened here. */
export const secAuditLog: DirectiveHandler = (call, state) => {
  const path = call.words[0]?.text ?? '';
  if (path === '') {
    reportValue(call, state, 'a path');
    return;
  }
  state.auditPath = path;
  state.reporter.report({
    code: 'seclang.audit-path',
    severity: 'info',
    message: `${call.name.text} names a file; where audit records are written is for the caller to say`,
    place: call.line.placeAt(0),
  });
};

/** `SecAuditLogParts ABCFHZ`: what audit records hold. */
export const secAuditLogParts: DirectiveHandler = (call, state) => {
  const text = call.words[0]?.text ?? '';
  if (!isAuditParts(text)) {
    reportValue(call, state, 'letters from A to K, and Z');
    return;
  }
  const before = state.settings.auditParts ?? DEFAULT_SETTINGS.auditParts;
  state.settings = { ...state.settings, auditParts: changeAuditParts(before, text) };
};

/** `SecAuditLogRelevantStatus "^5"`: statuses that make a transaction relevant; a pattern. */
export const secAuditLogRelevantStatus: DirectiveHandler = (call, state) => {
  const pattern = call.words[0]?.text ?? '';
  const regex = compileRegex(pattern);
  if (pattern === '' || regex.kind === 'refused') reportValue(call, state, 'a pattern that can be run');
  else state.settings = { ...state.settings, auditRelevantStatus: pattern };
};
