import { afterAll, beforeAll, describe } from 'vitest';
import type { EventStore } from '../../ports/index.ts';
import { describeAttempts } from './attempts.ts';
import { describeCounts, describeSeries } from './counts.ts';
import { describeDetails } from './details.ts';
import { describeHostileText } from './hostile-text.ts';
import { describeLife, describeUpkeep } from './life.ts';
import { type ContractOptions, type StoreUnderTest, T0 } from './under-test.ts';

/** The contract of EventStore. Every implementation runs it whole. */
export function describeEventStore(options: ContractOptions): void {
  const title = options.skip === undefined ? options.name : `${options.name} (skipped: ${options.skip})`;
  describe.skipIf(options.skip !== undefined)(`${title} keeps the contract of EventStore`, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    beforeAll(async () => {
      under = await options.open();
      store = under.store;
      under.setNowMs(T0);
    }, 60_000);
    afterAll(() => under?.remove(), 60_000);
    const fresh = () => ({ under, store, reopen: async () => (store = await under.reopen()) });
    describeCounts(fresh);
    describeSeries(fresh);
    describeAttempts(fresh);
    describeDetails(fresh);
    describeHostileText(fresh);
    describeLife(fresh);
    describeUpkeep(fresh);
  });
}
