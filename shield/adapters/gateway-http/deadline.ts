import type { GatewayLimits, TimeoutsMs } from './options.ts';

/** What an exchange is waiting for. */
export type Wait =
  | {
      readonly kind: 'body';
      /** Since the body began, and since its last byte. */
      readonly elapsedMs: number;
      readonly pauseMs: number;
      readonly receivedBytes: number;
    }
  | { readonly kind: 'upstream'; readonly pauseMs: number }
  | { readonly kind: 'client'; readonly pauseMs: number }
  | { readonly kind: 'linger'; readonly pauseMs: number }
  | { readonly kind: 'none' };

/** Which deadline has passed; each is the code of a fault. */
export type Overdue = 'slow-body' | 'upstream-timeout' | 'slow-client' | 'linger-over';

/** How long the rest of a request body is thrown away after its answer, before the connection is closed. */
const LINGER_MS = 5_000;

/**
 * What is overdue, if anything. A body is slow when it pauses longer than `body`, or when, that time aside, it came
 * slower than the minimum rate on average: an attacker who sends a byte a second holds nothing for long.
 */
export function overdue(wait: Wait, timeoutsMs: TimeoutsMs, limits: GatewayLimits): Overdue | null {
  switch (wait.kind) {
    case 'body': {
      const allowedMs = timeoutsMs.body + (wait.receivedBytes / limits.minBodyBytesPerSecond) * 1000;
      return wait.pauseMs > timeoutsMs.body || wait.elapsedMs > allowedMs ? 'slow-body' : null;
    }
    case 'upstream':
      return wait.pauseMs > timeoutsMs.upstream ? 'upstream-timeout' : null;
    case 'client':
      return wait.pauseMs > timeoutsMs.body ? 'slow-client' : null;
    case 'linger':
      return wait.pauseMs > LINGER_MS ? 'linger-over' : null;
    case 'none':
      return null;
  }
}
