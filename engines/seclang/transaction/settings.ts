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
  /** Whether JSON and XML bodies are read by their Content-Type without a rule that says so. */
  readonly detectBodyFormat: boolean;
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
  detectBodyFormat: true,
};

/** A body processor named by a rule or taken from the Content-Type; an unknown name is kept for REQBODY_PROCESSOR. */
export type ProcessorChoice = BodyProcessorName | (string & {}) | '';
