/** One thing that happens in the recorded day, `atMs` after its beginning. */
export type Step =
  | { readonly kind: 'request'; readonly atMs: number; readonly request: RecordedRequest }
  | { readonly kind: 'log'; readonly atMs: number; readonly log: RecordedLog };

/** A request to the portal, from an address of the documentation ranges (RFC 5737, RFC 3849). */
export interface RecordedRequest {
  readonly from: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A record that a machine of the institution wrote; its time is filled in when it is replayed. */
export interface RecordedLog {
  readonly file: 'sharepoint-01.windows.jsonl' | 'sharepoint-01.iis.log';
  /** Makes the line for the moment of the replay. */
  line(time: Date): string;
}
