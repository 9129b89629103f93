import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decision } from '../../../model/index.ts';
import type { Account, ExclusionDesk, ShieldStatus } from '../../../ports/index.ts';
import { type Api, createApi } from '../api.ts';
import type { ApiCommands, ApiOptions, DecisionInput } from '../deps.ts';
import { ensureFirstAccount } from '../session/first-account.ts';
import { MemoryBus } from './memory-bus.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { MemoryStateStore } from './memory-state-store.ts';
import { memoryExclusionDesk } from './sample-exclusions.ts';
import { NOW_MS, SAMPLE_HYPOTHESES, SAMPLE_STATUS } from './samples.ts';

/** A running API over stores in memory, a clock that stands still unless moved, and an account. */
export interface ApiHarness {
  readonly api: Api;
  readonly url: string;
  readonly port: number;
  readonly store: MemoryEventStore;
  readonly state: MemoryStateStore;
  readonly bus: MemoryBus;
  readonly clock: { now: number };
  readonly account: { readonly name: string; readonly password: string };
  readonly failures: unknown[];
  readonly exclusions: ExclusionDesk;
  status: ShieldStatus;
}

export interface HarnessOptions {
  readonly options?: Partial<ApiOptions>;
  /** Where time comes from; a standing clock when absent. */
  readonly nowMs?: () => number;
}

/** Close it with `harness.api.close()`. */
export async function startApi({ options = {}, nowMs }: HarnessOptions = {}): Promise<ApiHarness> {
  const store = new MemoryEventStore();
  const state = new MemoryStateStore();
  const bus = new MemoryBus();
  const clock = { now: NOW_MS };
  const time = { nowMs: nowMs ?? (() => clock.now) };
  const random = countingBytes();
  const account = seedAccount(state);
  const failures: unknown[] = [];
  let count = 0;
  const ids = {
    next() {
      count += 1;
      return `id-${count}`;
    },
  };
  const exclusions = memoryExclusionDesk();
  const harness = { store, state, bus, clock, account, failures, exclusions, status: SAMPLE_STATUS };
  const api = createApi(
    {
      store,
      state,
      bus,
      clock: time,
      ids,
      random,
      status: { status: () => harness.status, coverage: () => ({ seen: [], rules: [] }) },
      attribute: async () => ({ method: 'test', hypotheses: SAMPLE_HYPOTHESES }),
      exclusions: harness.exclusions,
      intake: (name, _, response) => {
        if (name !== 'known') return false;
        response.writeHead(202).end('taken');
        return true;
      },
      commands: commandsOver({ state, bus, ids, time }),
      options: {
        address: '127.0.0.1',
        port: 0,
        consoleFolder: join(tmpdir(), 'dejfa-no-such-console'),
        ...options,
      },
    },
    (failure) => failures.push(failure),
  );
  const { url, port } = await api.listen();
  return Object.assign(harness, { api, url, port });
}

let seed: { readonly account: Account; readonly password: string } | null = null;

/** The hash takes a fifth of a second by design, so that one is made for all tests of a file. */
function seedAccount(state: MemoryStateStore): { readonly name: string; readonly password: string } {
  if (seed === null) {
    const scratch = new MemoryStateStore();
    const made = ensureFirstAccount(scratch, countingBytes(), { nowMs: () => NOW_MS });
    const account = made === null ? null : scratch.account(made.name);
    if (made === null || account === null) throw new Error('no first account was made');
    seed = { account, password: made.password };
  }
  state.saveAccount(seed.account);
  return { name: seed.account.name, password: seed.password };
}

/** Distinct bytes, the same ones in each run. */
function countingBytes(): (count: number) => Uint8Array {
  let calls = 0;
  return (count) => {
    calls += 1;
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 32)
      bytes.set(
        createHash('sha256')
          .update(`${calls}:${at}`)
          .digest()
          .subarray(0, count - at),
        at,
      );
    return bytes;
  };
}

interface CommandParts {
  readonly state: MemoryStateStore;
  readonly bus: MemoryBus;
  readonly ids: { next(): string };
  readonly time: { nowMs(): number };
}

function commandsOver({ state, bus, ids, time }: CommandParts): ApiCommands {
  return {
    addDecision(input: DecisionInput, owner: string): Decision {
      const decision = {
        id: ids.next(),
        ...input,
        owner,
        createdMs: time.nowMs(),
        revokedMs: null,
        simulated: false,
      };
      state.saveDecision(decision);
      bus.publish('decision', [decision]);
      return decision;
    },
    revokeDecision(id: string): Decision | null {
      const decision = state.revokeDecision(id, time.nowMs());
      if (decision !== null) bus.publish('decision', [decision]);
      return decision;
    },
  };
}
