import type { Inspector } from '@dejfa/seclang';

/** How requests to one service are treated; made from the configuration, replaced whole when it changes. */
export interface ServicePolicy {
  readonly name: string;
  /** `observe` blocks nothing and shows what would have been blocked. */
  readonly mode: 'guard' | 'observe';
  /** A request that cannot be inspected is let through (`open`) or refused (`closed`); it is signalled in any case. */
  readonly onInspectionError: 'open' | 'closed';
  readonly inspector: Inspector;
  /** Bodies of responses are shown to the rules (where these want them), and held back meanwhile. */
  readonly inspectsResponses: boolean;
  /** Sources that are inspected and recorded, and never blocked. */
  allows(address: string): boolean;
}
