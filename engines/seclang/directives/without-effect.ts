/** A directive of the language that changes nothing here. */
export interface DirectiveWithoutEffect {
  readonly reason: string;
  /** Values with which it asks for nothing else than what is done; with others it is refused. Absent: all. */
  readonly harmless?: RegExp;
}

const CALLER_WRITES = 'the caller opens the files of audit records';
const ONE_LOG = 'audit records are lines of one log';
const NO_DISK = 'nothing is written to disk';
const NO_UPLOADS = 'uploads are not kept';
const CALLER_DECIDES = 'the caller decides what happens beyond the limit';
const OFF = /^off$/i;

/** Directives of the language that have nothing to do in this engine, and why; each is reported as information. */
export const WITHOUT_EFFECT: Readonly<Record<string, DirectiveWithoutEffect>> = {
  SecArgumentSeparator: { reason: 'arguments are separated by &', harmless: /^&$/ },
  SecAuditLog2: { reason: ONE_LOG },
  SecAuditLogDir: { reason: ONE_LOG },
  SecAuditLogDirMode: { reason: CALLER_WRITES },
  SecAuditLogFileMode: { reason: CALLER_WRITES },
  SecAuditLogFormat: { reason: 'audit records are written as JSON', harmless: /^json$/i },
  SecAuditLogPrefix: { reason: CALLER_WRITES },
  SecAuditLogStorageDir: { reason: ONE_LOG },
  SecAuditLogType: { reason: ONE_LOG, harmless: /^serial$/i },
  SecCacheTransformations: { reason: 'values are always kept' },
  SecChrootDir: { reason: 'the caller confines its process' },
  SecConnEngine: { reason: 'the caller counts its connections', harmless: OFF },
  SecContentInjection: { reason: 'responses are not changed', harmless: OFF },
  SecCookieFormat: { reason: 'cookies are read in their one form, version 0', harmless: /^0$/ },
  SecCookieV0Separator: { reason: 'cookies are separated by a semicolon', harmless: /^;$/ },
  SecDataDir: { reason: NO_DISK },
  SecDebugLog: { reason: 'there is no debug log' },
  SecDebugLogLevel: { reason: 'there is no debug log' },
  SecDisableBackendCompression: { reason: 'the caller speaks with the service' },
  SecGeoLookupDb: { reason: 'the caller gives the countries to loadRules' },
  SecGuardianLog: { reason: 'there is no external program' },
  SecHashEngine: { reason: 'links are not signed', harmless: OFF },
  SecInterceptOnError: { reason: 'what cannot be decided is undetermined, and the caller decides' },
  SecPcreMatchLimit: { reason: 'patterns are bounded by the engine itself' },
  SecPcreMatchLimitRecursion: { reason: 'patterns are bounded by the engine itself' },
  SecRequestBodyInMemoryLimit: { reason: 'bodies are kept in memory up to the inspection limit' },
  SecRequestBodyLimitAction: { reason: CALLER_DECIDES },
  SecRequestBodyNoFilesLimit: { reason: 'one limit holds for all bodies' },
  SecResponseBodyLimitAction: { reason: CALLER_DECIDES },
  SecRuleInheritance: { reason: 'there is one context', harmless: /^on$/i },
  SecRulePerfTime: { reason: 'the engine has no clock' },
  SecSensorId: { reason: 'the caller names its sensor' },
  SecServerSignature: { reason: 'the caller writes its own Server header' },
  SecStatusEngine: { reason: 'nothing is reported to anybody' },
  SecStreamInBodyInspection: { reason: 'STREAM_INPUT_BODY is always there; bodies are not changed' },
  SecStreamOutBodyInspection: { reason: 'STREAM_OUTPUT_BODY is always there; bodies are not changed' },
  SecTmpDir: { reason: NO_DISK },
  SecTmpSaveUploadedFiles: { reason: NO_UPLOADS },
  SecUnicodeCodePage: { reason: 'code points are mapped by their low byte, full-width forms to ASCII' },
  SecUnicodeMapFile: { reason: 'code points are mapped by their low byte, full-width forms to ASCII' },
  SecUploadDir: { reason: NO_UPLOADS },
  SecUploadFileLimit: { reason: NO_UPLOADS },
  SecUploadFileMode: { reason: NO_UPLOADS },
  SecUploadKeepFiles: { reason: NO_UPLOADS },
  SecXmlExternalEntity: { reason: 'entities from outside are never read', harmless: OFF },
};

/** Directives of the language that are refused, and why. */
export const UNSUPPORTED_DIRECTIVES: Readonly<Record<string, string>> = {
  SecConnReadStateLimit: 'the caller counts its connections',
  SecConnWriteStateLimit: 'the caller counts its connections',
  SecEncryptionEngine: 'links are not signed',
  SecEncryptionKey: 'links are not signed',
  SecEncryptionMethodPm: 'links are not signed',
  SecEncryptionMethodRx: 'links are not signed',
  SecEncryptionParam: 'links are not signed',
  SecGsbLookupDb: 'the Google Safe Browsing database is not read',
  SecHashKey: 'links are not signed',
  SecHashMethodPm: 'links are not signed',
  SecHashMethodRx: 'links are not signed',
  SecHashParam: 'links are not signed',
  SecReadStateLimit: 'the caller counts its connections',
  SecRemoteRules: 'rules are read from files, and the engine has no network',
  SecRemoteRulesFailAction: 'rules are read from files, and the engine has no network',
  SecRuleScript: 'Lua is not run',
  SecWriteStateLimit: 'the caller counts its connections',
};
