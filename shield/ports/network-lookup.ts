/** The autonomous system that announces an address. */
export interface NetworkOfAddress {
  /** `AS64496`. */
  readonly asn: string;
  /** Its holder's name as the data have it; empty where they have none. */
  readonly name: string;
}

/** The network of an address, looked up offline; null where none is known, and for private addresses. */
export type NetworkLookup = (address: string) => NetworkOfAddress | null;
