/** A value that a rule can look at. Nested objects are addressed with dotted paths. */
export type FieldValue =
  | string
  | number
  | boolean
  | null
  | readonly FieldValue[]
  | { readonly [key: string]: FieldValue };

/** Fields of an event by name, nested as its format has them. */
export type Fields = { readonly [name: string]: FieldValue };

/** Where a record comes from, in the words of the Sigma taxonomy; absent parts are not known. */
export interface LogSource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

/** Who acted, as far as this sensor can tell: the key by which signals are counted into attempts. */
export interface ActorKey {
  readonly kind: 'address' | 'account' | 'host';
  readonly value: string;
}

/** One record of one sensor: a request, a log line, a flow. Never published as an attack. */
export interface Event {
  /** UUID version 7 (RFC 9562): sorts by time of arrival. */
  readonly id: string;
  /** When it happened by the sensor's clock, milliseconds since the epoch. */
  readonly timeMs: number;
  /** When the shield received it, milliseconds since the epoch. */
  readonly receivedMs: number;
  /** Name of the configured source, or `gateway`. */
  readonly source: string;
  /** Format that it was read with, for example `nginx-combined`, `sysmon`, `zeek-dns`, `gateway`. */
  readonly format: string;
  readonly logsource: LogSource;
  /** Name of the guarded service that it concerns, where known. */
  readonly service: string | null;
  /** Machine that reported it, where known. */
  readonly host: string | null;
  readonly actor: ActorKey | null;
  /** Normalised form: fields by the names that Sigma rules use for this log source. */
  readonly fields: Fields;
  /** The record as it came: the line, the JSON text, or the head of the request (secrets redacted). */
  readonly raw: string;
  /** Made by the bundled demonstration, not by a real visitor. */
  readonly simulated: boolean;
}
