/**
 * One entry of the audit log in the layout that libmodsecurity (version 3.0.9) writes as JSON, so that tools which read
 * those read these. Parts that `SecAuditLogParts` leaves out are absent. Bytes that are UTF-8 are text, others are one
 * character a byte.
 */
export interface AuditRecord {
  readonly transaction: AuditTransaction;
}

/** Part A, and the other parts inside. */
export interface AuditTransaction {
  readonly client_ip: string;
  /** `Mon Nov 23 14:44:26 2026`, in UTC. */
  readonly time_stamp: string;
  /** `SecWebAppId`. */
  readonly server_id: string;
  readonly client_port: number;
  readonly host_ip: string;
  readonly host_port: number;
  readonly unique_id: string;
  /** Whether the rules blocked it. */
  readonly is_interrupted: boolean;
  readonly request: AuditRequest;
  readonly response: AuditResponse;
  /** Part H, together with the messages. */
  readonly producer?: AuditProducer;
  readonly messages?: readonly AuditMessage[];
  /** Part J. */
  readonly uploads?: AuditUploads;
  /** Part K: every rule that matched, in order. */
  readonly matched_rules?: readonly AuditRule[];
}

/** Head and body of the request. */
export interface AuditRequest {
  readonly method: string;
  readonly http_version: number;
  readonly uri: string;
  /** Part C, or part I: a multipart body as a form without its files. What rules saw of it. */
  readonly body?: string;
  /** Part B; repeated fields are joined by a comma. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Head and body of the response. */
export interface AuditResponse {
  /** Part E: what rules saw of it. */
  readonly body?: string;
  /** What was answered, or is to be where the rules blocked; 0 where nothing was. */
  readonly http_code: number;
  /** Part F. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Who wrote the entry. */
export interface AuditProducer {
  readonly modsecurity: string;
  readonly connector: string;
  readonly secrules_engine: 'Enabled' | 'Disabled' | 'DetectionOnly';
  /** `SecComponentSignature` values. */
  readonly components: readonly string[];
}

/** One rule that matched and has something to say. */
export interface AuditMessage {
  readonly message: string;
  readonly details: {
    readonly match: string;
    /** `o0,2`: offset and length of the match in the value, where it is known. */
    readonly reference: string;
    readonly ruleId: string;
    readonly file: string;
    readonly lineNumber: string;
    readonly data: string;
    readonly severity: string;
    readonly ver: string;
    readonly rev: string;
    readonly tags: readonly string[];
    readonly maturity: string;
    readonly accuracy: string;
  };
}

/** Files of a multipart body. */
export interface AuditUploads {
  readonly info: readonly { readonly file_name: string; readonly file_size: number }[];
  readonly total: number;
}

/** A rule that matched. */
export interface AuditRule {
  readonly id: number;
  readonly phase: number;
  readonly file: string;
  readonly line: number;
  /** Rules of its chain, itself included. */
  readonly chain: number;
}
