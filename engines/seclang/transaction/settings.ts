import type { AuditMode } from '../api.ts';
import type { BodyProcessorName } from '../body/processor.ts';

/** `SecRuleEngine`. */
export type EngineMode = 'on' | 'detection-only' | 'off';

/** Directives and options that hold for every request of an inspector. */
export interface Settings {
  readonly engine: EngineMode;
  readonly requestBodyAccess: boolean;
  readonly responseBodyAccess: boolean;
  readonly requestBodyLimitBytes: number;
  readonly responseBodyLimitBytes: number;
  /** Media types of responses whose body is inspected, in lower case. */
  readonly responseMediaTypes: ReadonlySet<string>;
  /** Most arguments that are read from a query or a body; further ones make the verdict undetermined. */
  readonly argumentLimit: number;
  readonly jsonDepthLimit: number;
  /** Work that the rules may spend on one request, in steps of about a nanosecond. */
  readonly workBudgetSteps: number;
  /** Whether JSON and XML bodies are read by their Content-Type without a rule that says so. */
  readonly detectBodyFormat: boolean;
  readonly auditEngine: AuditMode;
  /** Letters of `SecAuditLogParts`, in upper case. */
  readonly auditParts: string;
  /** `SecAuditLogRelevantStatus`, a pattern that was compiled once to see that it can be; null where there is none. */
  readonly auditRelevantStatus: string | null;
  /** Fields of heads whose values records do not show, in lower case. */
  readonly auditHides: ReadonlySet<string>;
  /** `SecComponentSignature` values, for the audit log. */
  readonly signatures: readonly string[];
  /** `SecWebAppId`: whose sessions, users and resources are meant. */
  readonly webAppId: string;
  /** `SecCollectionTimeout`: how long a collection is kept after its last change. */
  readonly collectionTimeoutMs: number;
  /** `SecHttpBlKey`, a secret; null where there is none. */
  readonly httpBlKey: string | null;
}

/** The settings that hold where neither a directive nor an option says otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  engine: 'on',
  requestBodyAccess: true,
  responseBodyAccess: true,
  requestBodyLimitBytes: 131_072,
  responseBodyLimitBytes: 524_288,
  responseMediaTypes: new Set(['text/plain', 'text/html', 'text/xml']),
  argumentLimit: 4096,
  jsonDepthLimit: 512,
  workBudgetSteps: 80_000_000,
  detectBodyFormat: true,
  auditEngine: 'off',
  auditParts: 'ABCFHZ',
  auditRelevantStatus: null,
  auditHides: new Set(),
  signatures: [],
  webAppId: 'default',
  collectionTimeoutMs: 3_600_000,
  httpBlKey: null,
};

/** A body processor named by a rule or taken from the Content-Type; an unknown name is kept for REQBODY_PROCESSOR. */
export type ProcessorChoice = BodyProcessorName | (string & {}) | '';
