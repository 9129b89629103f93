import type { DirectiveHandler } from './directive.ts';
import { include } from './include.ts';
import { secAction, secRule } from './rules.ts';
import {
  onOff,
  secComponentSignature,
  secDefaultAction,
  secMarker,
  secResponseBodyMimeType,
  secRuleEngine,
  wholeNumber,
} from './settings.ts';
import { CHOOSERS, removeRules, updateTargets } from './updates.ts';

/** Every directive that is read, by its name; names are compared without regard to case. */
export const DIRECTIVES = {
  Include: include(false),
  IncludeOptional: include(true),
  SecAction: secAction,
  SecArgumentsLimit: wholeNumber('argumentLimit'),
  SecComponentSignature: secComponentSignature,
  SecDefaultAction: secDefaultAction,
  SecMarker: secMarker,
  SecRequestBodyAccess: onOff('requestBodyAccess'),
  SecRequestBodyJsonDepthLimit: wholeNumber('jsonDepthLimit'),
  SecRequestBodyLimit: wholeNumber('requestBodyLimitBytes'),
  SecResponseBodyAccess: onOff('responseBodyAccess'),
  SecResponseBodyLimit: wholeNumber('responseBodyLimitBytes'),
  SecResponseBodyMimeType: secResponseBodyMimeType,
  SecRule: secRule,
  SecRuleEngine: secRuleEngine,
  SecRuleRemoveById: removeRules(CHOOSERS.id),
  SecRuleRemoveByMsg: removeRules(CHOOSERS.msg),
  SecRuleRemoveByTag: removeRules(CHOOSERS.tag),
  SecRuleUpdateTargetById: updateTargets(CHOOSERS.id),
  SecRuleUpdateTargetByMsg: updateTargets(CHOOSERS.msg),
  SecRuleUpdateTargetByTag: updateTargets(CHOOSERS.tag),
} satisfies Readonly<Record<string, DirectiveHandler>>;

/** Directives of the language that have nothing to do in this engine, and why; each is reported as information. */
export const INERT_DIRECTIVES: Readonly<Record<string, string>> = {
  SecArgumentSeparator: 'arguments are always separated by &',
  SecAuditEngine: 'the caller keeps its own record',
  SecAuditLog: 'the caller keeps its own record',
  SecAuditLogDir: 'the caller keeps its own record',
  SecAuditLogDirMode: 'the caller keeps its own record',
  SecAuditLogFileMode: 'the caller keeps its own record',
  SecAuditLogFormat: 'the caller keeps its own record',
  SecAuditLogParts: 'the caller keeps its own record',
  SecAuditLogRelevantStatus: 'the caller keeps its own record',
  SecAuditLogStorageDir: 'the caller keeps its own record',
  SecAuditLogType: 'the caller keeps its own record',
  SecCollectionTimeout: 'collections end with the transaction',
  SecCookieFormat: 'cookies are read in their one form, version 0',
  SecDataDir: 'nothing is written to disk',
  SecDebugLog: 'there is no debug log',
  SecDebugLogLevel: 'there is no debug log',
  SecPcreMatchLimit: 'patterns are bounded by the engine itself',
  SecPcreMatchLimitRecursion: 'patterns are bounded by the engine itself',
  SecRequestBodyInMemoryLimit: 'bodies are kept in memory up to the inspection limit',
  SecRequestBodyLimitAction: 'the caller decides what happens beyond the limit',
  SecRequestBodyNoFilesLimit: 'one limit holds for all bodies',
  SecResponseBodyLimitAction: 'the caller decides what happens beyond the limit',
  SecServerSignature: 'the caller writes its own Server header',
  SecStatusEngine: 'nothing is reported to anybody',
  SecTmpDir: 'nothing is written to disk',
  SecTmpSaveUploadedFiles: 'uploads are not kept',
  SecUnicodeMapFile: 'code points are mapped by their low byte, full-width forms to ASCII',
  SecUploadDir: 'uploads are not kept',
  SecUploadFileMode: 'uploads are not kept',
  SecUploadKeepFiles: 'uploads are not kept',
  SecWebAppId: 'applications are told apart by the caller',
};

const BY_LOWER_CASE: ReadonlyMap<string, DirectiveHandler> = new Map(
  Object.entries(DIRECTIVES).map(([name, handler]) => [name.toLowerCase(), handler]),
);
const INERT_BY_LOWER_CASE = new Map(
  Object.entries(INERT_DIRECTIVES).map(([name, why]) => [name.toLowerCase(), why]),
);

/** What handles a directive; names are equal in either case. */
export function directiveNamed(name: string): DirectiveHandler | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** Why a directive has no effect; undefined where it is none of those. */
export function inertReason(name: string): string | undefined {
  return INERT_BY_LOWER_CASE.get(name.toLowerCase());
}
