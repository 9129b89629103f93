/** What the gateway counts as it goes; one for its whole life, read through `Gateway.status()`. */
export class Counters {
  requests = 0;
  connectionsAccepted = 0;
  /** Connections over the limit, closed at once. */
  connectionsDropped = 0;
  tunnels = 0;
  retries = 0;
  tlsFailures = 0;
  /** Bytes of request bodies, and of responses held back, that are in the gateway's memory now. */
  heldBytes = 0;
  /** Exceptions of the guard. */
  inspectionErrors = 0;
  lastInspectionError: string | null = null;
  /** Faults of the gateway itself; each ended one connection. */
  internalErrors = 0;
  lastInternalError: string | null = null;
  /** Requests refused or broken off by the gateway itself, by code. */
  readonly refused = new Map<string, number>();
  readonly faults = new Map<string, number>();

  countRefused(code: string): void {
    this.refused.set(code, (this.refused.get(code) ?? 0) + 1);
  }

  countFault(code: string): void {
    this.faults.set(code, (this.faults.get(code) ?? 0) + 1);
  }

  countInspectionError(error: unknown): void {
    this.inspectionErrors += 1;
    this.lastInspectionError = error instanceof Error ? error.message : String(error);
  }

  countInternalError(error: unknown): void {
    this.internalErrors += 1;
    this.lastInternalError = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
