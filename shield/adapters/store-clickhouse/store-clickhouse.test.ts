import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeEventStore } from '../store-contract/event-store.ts';
import { sampleBatch, sampleEvent } from '../store-samples.ts';
import { openClickHouseStore } from './index.ts';
import { startTestServer, TEST_PASSWORD, TEST_USER, type TestServer } from './test-server.ts';

const SKIP = process.platform === 'win32' ? { skip: 'the engine has no build for Windows' } : {};
const CLOCK = { nowMs: () => 1_790_000_000_000 };

function account(url: string) {
  return { url, user: TEST_USER, password: TEST_PASSWORD, database: 'dejfa' };
}

describeEventStore({
  name: 'the ClickHouse store',
  ...SKIP,
  async open() {
    const path = await mkdtemp(join(tmpdir(), 'dejfa-clickhouse-'));
    const server = await startTestServer(path);
    let nowMs = 0;
    const clock = { nowMs: () => nowMs };
    let store = await openClickHouseStore(account(server.url), clock);
    return {
      store,
      setNowMs: (ms) => {
        nowMs = ms;
      },
      async reopen() {
        await store.close();
        store = await openClickHouseStore(account(server.url), clock);
        return store;
      },
      async remove() {
        await store.close();
        await server.close();
        await rm(path, { recursive: true, force: true });
      },
    };
  },
});

describe.skipIf('skip' in SKIP)('the ClickHouse store and a server that refuses or is gone', () => {
  let path: string;
  let server: TestServer;
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'dejfa-clickhouse-'));
    server = await startTestServer(path);
  });
  afterAll(async () => {
    await server.close();
    await rm(path, { recursive: true, force: true });
  });

  it('says that the password is wrong, and does not print it', async () => {
    const opening = openClickHouseStore({ ...account(server.url), password: 'hunter2-wrong' }, CLOCK);
    const error = await opening.catch((cause: unknown) => cause as Error);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toContain('Authentication failed');
    expect(String(error)).not.toContain('hunter2-wrong');
  });

  it('refuses a database name that is none before it asks anybody', async () => {
    const opening = openClickHouseStore({ ...account(server.url), database: 'x; DROP DATABASE y' }, CLOCK);
    await expect(opening).rejects.toMatchObject({ code: 'rejected' });
  });

  it('rejects with unreachable where nobody listens', async () => {
    const unused = createServer();
    await new Promise<void>((resolve) => unused.listen(0, '127.0.0.1', resolve));
    const address = unused.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => unused.close(resolve));
    await expect(openClickHouseStore(account(`http://127.0.0.1:${port}`), CLOCK)).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`ClickHouse at 127.0.0.1:${port} does not answer`),
    });
  });

  it('binds what attackers wrote, and never writes it into a statement', async () => {
    const store = await openClickHouseStore(account(server.url), CLOCK);
    await store.append(sampleBatch({ events: [sampleEvent({ id: 'MARK-INSERT' })] }));
    await store.event('MARK-QUERY');
    await store.attempts({ sinceMs: 0, untilMs: 1, limit: 1, text: 'MARK-TEXT', service: 'MARK-SERVICE' });
    await store.close();
    expect(server.statements.length).toBeGreaterThan(10);
    expect(server.statements.filter((sql) => sql.includes('MARK-'))).toEqual([]);
  });

  it('rejects with unreachable when the server goes away under it', async () => {
    const store = await openClickHouseStore(account(server.url), CLOCK);
    await server.close();
    const batch = sampleBatch({ events: [sampleEvent({ id: 'lost' })] });
    await expect(store.append(batch)).rejects.toMatchObject({ code: 'unreachable' });
    await expect(store.health()).rejects.toMatchObject({ code: 'unreachable' });
    await store.close();
    server = await startTestServer(path);
  });
});
