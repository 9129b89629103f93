import type { EventStore, StoreError } from '../../ports/index.ts';

/**
 * Stands in for a store that could not be opened, so that the shield goes on guarding: every question and every row
 * is rejected with the reason, which people see where they would see figures.
 */
export function absentStore(reason: StoreError): EventStore {
  const reject = () => Promise.reject(reason);
  return {
    append: reject,
    funnel: reject,
    funnelSeries: reject,
    attempts: reject,
    attempt: reject,
    attemptEvents: reject,
    event: reject,
    byReference: reject,
    incidents: reject,
    incident: reject,
    setRetention: reject,
    dropExpired: reject,
    health: reject,
    close: () => Promise.resolve(),
  };
}
