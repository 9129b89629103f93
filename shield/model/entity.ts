/** Kinds of things that a record names, as far as records of different sensors can name the same one. */
export type EntityKind =
  | 'address'
  | 'domain'
  | 'url'
  | 'host'
  | 'account'
  | 'logon'
  | 'process'
  | 'file'
  | 'hash'
  | 'session'
  | 'user-agent'
  | 'certificate'
  | 'ja3'
  | 'ja4'
  | 'email'
  | 'pipe'
  | 'registry-key'
  | 'service'
  | 'task';

/**
 * A thing that a record names. `value` is canonical, so that equal things are equal texts: lower case but for user
 * agents, addresses in the form of RFC 5952, hashes as hexadecimal digits without their algorithm, process and logon
 * numbers behind the host that gave them (`host#0x1a2b`), processes by GUID where the sensor has one.
 */
export interface Entity {
  readonly kind: EntityKind;
  readonly value: string;
}

/** The part that an entity plays in its record. `reporter`: the machine that made the record. */
export type EntityRole = 'reporter' | 'subject' | 'source' | 'target' | 'parent';

/** An entity as one record names it. */
export interface NamedEntity extends Entity {
  readonly role: EntityRole;
  /** Program file of a process or of a hash, lower case, where the record states it: `c:\windows\explorer.exe`. */
  readonly image?: string;
}
