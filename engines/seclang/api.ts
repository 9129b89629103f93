import type { Diagnostic } from '@dejfa/diagnostics';
import type { AuditRecord } from './audit/audit-record.ts';
import type { CollectionStore } from './collections/index.ts';

export type * from './audit/audit-record.ts';
export type {
  CollectionChange,
  CollectionId,
  CollectionStore,
  CollectionUpdate,
  MemoryCollectionStore,
  MemoryStoreLimits,
  MemoryStoreStats,
  PersistentName,
  StoredCollection,
  StoredValue,
} from './collections/index.ts';

/** One rule file: its path (for diagnostics and for relative names inside it) and its text. */
export interface RuleSource {
  readonly path: string;
  readonly text: string;
}

/**
 * What rules ask for by name while they load; the engine itself opens no file.
 * Each function returns null when there is no such thing, which becomes a diagnostic.
 */
export interface RuleResolver {
  /**
   * Files that an `Include` names (globs allowed), relative to the file that says it, in load order. Null: there are
   * none; a refusal: there are, and not all of them can be taken.
   */
  include(pattern: string, fromPath: string): readonly RuleSource[] | IncludeRefusal | null;
  /** Text of a data file named by `@pmFromFile`, `@ipMatchFromFile` and the like. */
  data(name: string, fromPath: string): string | null;
  /** Where an address is, for `@geoLookup`; null where that is not known. Absent: rules with it are refused. */
  readonly geo?: GeoLookup;
  /** What block lists answered, for `@rbl`. Absent: rules with it are refused. */
  readonly blocklists?: BlocklistLookup;
}

/** What is known of block lists that answer over DNS. The engine asks none: its caller does, before it inspects. */
export interface BlocklistLookup {
  /**
   * The IPv4 address that is the answer to a DNS name (RFC 5782); null: it is not listed; undefined: nobody knows (yet),
   * and the rule does not match. The name of a question to http:BL holds the key, a secret. Called while a request waits.
   */
  answer(name: string): string | null | undefined;
}

/** The block lists that rules ask by `@rbl`. */
export interface BlocklistUse {
  /** Domain names of the lists, each once. */
  readonly lists: readonly string[];
  /** The DNS names that the rules may ask for about an address; none for http:BL without `SecHttpBlKey`, or with IPv6. */
  questions(address: string): readonly string[];
}

/** Where an address (text) is; null where that is not known. Called while a request waits. */
export type GeoLookup = (address: string) => GeoPlace | null;

/** What `GEO` holds after a look-up (reference manual: GEO); what is absent is not known. */
export interface GeoPlace {
  /** ISO 3166-1 alpha-2, upper case: `GEO:COUNTRY_CODE`. */
  readonly countryCode: string;
  readonly countryCode3?: string;
  readonly countryName?: string;
  /** Two letters, for example `EU`. */
  readonly continent?: string;
  readonly region?: string;
  readonly city?: string;
  readonly postalCode?: string;
  /** Degrees. */
  readonly latitude?: number;
  readonly longitude?: number;
}

/** Why files that are there are not included; none of them is, as rules that miss a part say something else. */
export interface IncludeRefusal {
  readonly kind: 'refused';
  readonly reason: string;
}

/** Rules as they are run, and all that was found wrong with them while loading. */
export interface LoadedRules {
  readonly program: Program;
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: RuleCounts;
  /** By path of the rule file: the rules that stand in it. Files without rules are not there. */
  readonly files: ReadonlyMap<string, RuleCounts>;
  /** `SecComponentSignature` values, for example `OWASP_CRS/3.3.4`. */
  readonly signatures: readonly string[];
  readonly audit: AuditWishes;
  /** Lists that loaded rules ask; none where they were loaded without a look-up. */
  readonly blocklists: BlocklistUse;
}

/** What became of rules. */
export interface RuleCounts {
  /** `SecRule` and `SecAction` directives read, chained ones included. */
  readonly read: number;
  readonly loaded: number;
  /** Taken out by a later directive, such as `SecRuleRemoveById`. */
  readonly disabled: number;
  /** Not run because the engine cannot; each has a diagnostic. `read` = `loaded` + `disabled` + `refused`. */
  readonly refused: number;
}

/** What rule files say of the audit log as a whole. Where records are written, if at all, is the caller's to decide. */
export interface AuditWishes {
  /** `SecAuditEngine`; null where none says it. */
  readonly engine: AuditMode | null;
  /** `SecAuditLog` as written. A file that the author of a rule chose: not one to open without asking. */
  readonly path: string | null;
}

/** `SecAuditEngine`: every transaction has a record, none, or those in which something was found. */
export type AuditMode = 'on' | 'off' | 'relevant-only';

/** Compiled rules; opaque, made by `loadRules`. Holds no state of any request. */
export interface Program {
  readonly kind: 'seclang-program';
  readonly ruleIds: readonly number[];
}

/** The head of a request as it came; names and values are the bytes of the wire as latin1 strings. */
export interface RequestHead {
  readonly method: string;
  /** The request-target, not decoded and not normalised. */
  readonly target: string;
  /** `1.0`, `1.1`, `2`. */
  readonly httpVersion: string;
  /** Fields in their order, repeated ones repeated. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly clientAddress: string;
  readonly clientPort: number;
  readonly serverAddress: string;
  readonly serverPort: number;
}

/** Status line and header fields of a response, in their order. */
export interface ResponseHead {
  readonly status: number;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** What the rules say after a phase. `undetermined` never blocks by itself: the caller's policy decides. */
export type Verdict =
  | { readonly kind: 'pass' }
  | {
      readonly kind: 'block';
      /** What the rule asks for; a caller that cannot `drop` or `redirect` denies. */
      readonly action: 'deny' | 'drop' | 'redirect';
      /** 301, 302, 303, 307 or 308 of a redirect, else 400 to 599. */
      readonly status: number;
      /** Where a redirect leads, macros expanded; bytes as a latin1 string, from the rule and perhaps the request. */
      readonly location?: string;
      readonly ruleId: number;
      readonly phase: Phase;
    }
  | { readonly kind: 'undetermined'; readonly reason: string };

/** Request headers, request body, response headers, response body, logging. */
export type Phase = 1 | 2 | 3 | 4 | 5;

/** A variable in which a rule found what it looks for. */
export interface MatchedVariable {
  /** Full name, for example `ARGS:q`, `REQUEST_HEADERS:User-Agent`, `REQUEST_LINE`. */
  readonly name: string;
  /** The value as it came, before transformations, cut to 2,048 characters around the match. */
  readonly value: string;
  /** Matched stretch within `value`, where it could be traced back through the transformations. */
  readonly span?: { readonly start: number; readonly length: number };
  /** The value that the operator saw, cut likewise, where transformations changed it. */
  readonly transformed?: string;
}

/** A rule (with its whole chain) matched. */
export interface RuleMatch {
  readonly ruleId: number;
  readonly phase: Phase;
  readonly file: string;
  readonly line: number;
  /** `msg` with macros expanded; empty where the rule has none. */
  readonly message: string;
  /** `logdata` with macros expanded. */
  readonly data: string;
  /** 0 emergency to 7 debug, as in syslog; null where the rule states none. */
  readonly severity: number | null;
  readonly tags: readonly string[];
  /** `ver` of the rule. */
  readonly version: string;
  /** False for rules that say `nolog` (they initialise or count). */
  readonly log: boolean;
  /** What this match added to the anomaly score variables of its request (`tx.anomaly_score_plN` and the like). */
  readonly score: number;
  readonly variables: readonly MatchedVariable[];
}

/** How one request runs through the rules. Phases are called in order; one that blocked ends it. */
export interface Transaction {
  requestHeaders(): Verdict;
  /** True when rules want to see the body, given what phase 1 decided. */
  readonly wantsRequestBody: boolean;
  /** Adds bytes of the body, up to the configured limit; returns false when no more are wanted. */
  appendRequestBody(chunk: Uint8Array): boolean;
  /** Runs phase 2; call it also when there is no body. */
  requestBody(): Verdict;
  responseHeaders(head: ResponseHead): Verdict;
  readonly wantsResponseBody: boolean;
  appendResponseBody(chunk: Uint8Array): boolean;
  responseBody(): Verdict;
  /** Runs phase 5, keeps what changed in collections, and releases what the transaction holds. */
  end(): void;
  /**
   * What the audit log is to say of the transaction, once it has ended; null where `SecAuditEngine` does not want it,
   * and before the end. To be written as JSON by the caller.
   */
  auditRecord(): AuditRecord | null;
  readonly matches: readonly RuleMatch[];
  /** Anomaly scores as the rules left them: inbound and outbound. */
  readonly scores: { readonly inbound: number; readonly outbound: number };
}

/** How requests to one service are inspected. */
export interface InspectorOptions {
  /** `tx.` variables set before phase 1, for example `{ paranoia_level: '2' }`; they stand for crs-setup. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Bytes of a request body that are inspected; what is beyond is not read by rules. Default 131,072. */
  readonly requestBodyLimitBytes?: number;
  readonly responseBodyLimitBytes?: number;
  /** `detect` reports what would have been blocked and blocks nothing (`SecRuleEngine DetectionOnly`). */
  readonly mode?: 'block' | 'detect';
  /** JSON and XML bodies are read by their Content-Type without a rule that says so. Default true. */
  readonly detectBodyFormat?: boolean;
  /**
   * Work that the rules may spend on one request, in steps of about a nanosecond; past it the inspection ends and its
   * verdict is `undetermined`. Default 80,000,000.
   */
  readonly workBudgetSteps?: number;
  /**
   * Where collections such as `IP` and `SESSION` are kept between requests. Default: a bounded store in memory, of
   * this inspector alone.
   */
  readonly collections?: CollectionStore;
  /** Which transactions have an audit record; wins over `SecAuditEngine`. A rule may still ask by `ctl:auditEngine`. */
  readonly auditEngine?: AuditMode;
  /** Fields of heads, such as `authorization`, whose values audit records show as stars; `cookie` means cookies too. */
  readonly auditHides?: readonly string[];
}

/** Rules that are ready to run; begins one transaction a request. */
export interface Inspector {
  /** `nowMs` and `uniqueId` feed TIME_*, UNIQUE_ID and the like; the engine has no clock of its own. */
  begin(head: RequestHead, context: { readonly nowMs: number; readonly uniqueId: string }): Transaction;
}
