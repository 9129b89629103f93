import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord } from '@dejfa/seclang';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStateStore } from '../adapters/state-sqlite/index.ts';
import { type Config, parseConfig } from '../config/index.ts';
import { PROJECT_FOLDERS } from './folders.ts';
import { Shield, type ShieldAddresses, type ShieldOptions } from './shield.ts';

const ATTACK = "/search?q=1'%20UNION%20SELECT%20password%20FROM%20users--%20";

let folder: string;
let upstream: Server;
let upstreamPort: number;
let warnings: string[];
const running = new Set<Shield>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dejfa-shield-'));
  warnings = [];
  upstream = createServer((_, response) => response.end('served'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  upstreamPort = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(async () => {
  for (const shield of running) await shield.stop();
  running.clear();
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** A configuration with rules of our own only, so that the result is the same on every machine. */
function configOf(changes: { readonly mode?: string; readonly more?: string } = {}): Config {
  const text = `listen:
  gateway: [{ address: 127.0.0.1, port: 0 }]
  console: { address: 127.0.0.1, port: 0 }
services: [{ name: portal, upstream: 'http://127.0.0.1:${upstreamPort}', mode: ${changes.mode ?? 'guard'} }]
trustedProxies: [127.0.0.1]
content: { system: false }
store: { kind: embedded, path: ${JSON.stringify(join(folder, 'data'))} }
${changes.more ?? ''}`;
  const { config, diagnostics } = parseConfig(text, join(folder, 'dejfa.yaml'));
  if (config === null) throw new Error(JSON.stringify(diagnostics));
  return config;
}

async function start(
  config: Config,
  more: Partial<ShieldOptions> = {},
): Promise<{ shield: Shield; addresses: ShieldAddresses; ask: typeof ask }> {
  const notices = { info: () => undefined, warn: (text: string) => void warnings.push(text) };
  const started = await Shield.start({
    config,
    folders: PROJECT_FOLDERS,
    notices,
    simulated: false,
    version: 'test',
    ...more,
  });
  running.add(started.shield);
  const gateway = started.addresses.gateway[0] ?? '';
  const ask = (target: string, from = '203.0.113.9') =>
    fetch(`${gateway}${target}`, {
      headers: { 'x-forwarded-for': from, 'user-agent': 'Mozilla/5.0 test', accept: '*/*' },
    });
  return { ...started, ask };
}

/** A configuration for a second shield beside the first. */
function otherFolder(): Config {
  const config = configOf();
  return { ...config, store: { kind: 'embedded', path: join(folder, 'other'), onDamage: 'refuse' } };
}

/** Sends bytes as they are and waits until the other side is done. */
function sendRaw(port: number, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket
      .on('error', reject)
      .on('close', () => resolve())
      .resume();
  });
}

async function stop(shield: Shield): Promise<void> {
  running.delete(shield);
  await shield.stop();
}

const DAY = { sinceMs: 0, untilMs: 4_000_000_000_000 };

describe('the shield', () => {
  it('lets visitors through, blocks an attack with a reference, and keeps what led to it', async () => {
    const { shield, ask } = await start(configOf());
    expect(await (await ask('/search?q=permit')).text()).toBe('served');
    const refused = await ask(ATTACK);
    expect(refused.status).toBe(403);
    const page = await refused.text();
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page)?.[0] ?? '';
    expect(page).not.toContain('UNION');
    await shield.flush();
    const found = await shield.store.byReference(reference);
    expect(found?.signals.length).toBeGreaterThan(0);
    expect(found?.receipts).toMatchObject([{ reference, effect: 'blocked' }]);
    expect(found?.signals.some(({ parts }) => parts.some(({ target }) => target === 'ARGS:q'))).toBe(true);
    expect(await shield.store.funnel(DAY)).toMatchObject({
      events: 2,
      attempts: 1,
      blockedAttempts: 1,
      incidents: 0,
    });
  });

  it('in mode observe blocks nothing and proposes an incident for what came through', async () => {
    const { shield, ask } = await start(configOf({ mode: 'observe' }));
    expect((await ask(ATTACK)).status).toBe(200);
    await shield.flush();
    const [attempt] = await shield.store.attempts({ ...DAY, limit: 10 });
    expect(attempt).toMatchObject({ outcome: 'unknown', blockedCount: 0 });
    const [detail] = await shield.store.attemptEvents(attempt?.id ?? '', 10);
    expect(detail?.signals.every(({ effect }) => effect === 'would-block' || effect === 'unknown')).toBe(
      true,
    );
    expect(await shield.store.funnel(DAY)).toMatchObject({ incidents: 1, blockedAttempts: 0 });
  });

  it('blocks a source that keeps attacking, also after a restart, until somebody takes it back', async () => {
    const first = await start(configOf({ more: 'defuse: { repeatOffender: { blockedRequests: 3 } }' }));
    for (let time = 0; time < 3; time += 1) await first.ask(ATTACK);
    expect((await first.ask('/')).status).toBe(403);
    expect((await first.ask('/', '203.0.113.10')).status).toBe(200);
    await stop(first.shield);

    const second = await start(configOf());
    expect((await second.ask('/')).status).toBe(403);
    const [decision] = second.shield.activeDecisions();
    expect(decision).toMatchObject({ owner: 'policy:repeat-offender', scope: { value: '203.0.113.9' } });
    second.shield.commands.revokeDecision(decision?.id ?? '', 'tester');
    expect((await second.ask('/')).status).toBe(200);
  });

  it('makes an account at the first start only, and a new password when it is asked for', async () => {
    const first = await start(configOf());
    expect(first.addresses.firstAccount).toMatchObject({ name: 'operator' });
    await stop(first.shield);
    const second = await start(configOf());
    expect(second.addresses.firstAccount).toBeNull();
    await stop(second.shield);
    const third = await start(configOf(), { resetPassword: true });
    expect(third.addresses.firstAccount?.password).not.toBe(first.addresses.firstAccount?.password);
  });

  it('does not count a blocked source that keeps knocking, and says of log rules what became of the request', async () => {
    const { shield, ask } = await start(
      configOf({ more: 'defuse: { repeatOffender: { blockedRequests: 2 } }' }),
    );
    const traversal = '/?q=../../../../etc/passwd';
    for (let time = 0; time < 5; time += 1) expect((await ask(traversal)).status).toBe(403);
    await shield.flush();
    const attempts = await shield.store.attempts({ ...DAY, limit: 10 });
    expect(attempts).toMatchObject([{ eventCount: 2, blockedCount: 2 }]);
    const [detail] = await shield.store.attemptEvents(attempts[0]?.id ?? '', 10);
    expect(detail?.signals.some(({ rule }) => rule.engine === 'sigma')).toBe(true);
    expect(detail?.signals.every(({ effect }) => effect === 'blocked')).toBe(true);
    expect(await shield.store.funnel(DAY)).toMatchObject({ events: 5 });
  });

  it('blocks everywhere a source whose requests are malformed', async () => {
    const config = configOf({ more: 'defuse: { repeatOffender: { blockedRequests: 2 } }' });
    const { ask, addresses } = await start({ ...config, trustedProxies: [] });
    const port = Number(new URL(addresses.gateway[0] ?? '').port);
    for (let time = 0; time < 2; time += 1)
      await sendRaw(port, 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n');
    expect((await ask('/')).status).toBe(403);
  });

  it('names a pack that cannot be read', async () => {
    await mkdir(join(folder, 'empty'));
    const config = configOf();
    const packs = [{ name: 'mine', path: join(folder, 'empty') }];
    await start({ ...config, content: { ...config.content, packs } });
    expect(warnings.join('\n')).toContain('the pack mine holds no rules');
  });

  it('keeps rules and services whole when a reload fails', async () => {
    const { shield, ask } = await start(configOf());
    const taken = new URL((await start(otherFolder())).addresses.gateway[0] ?? '').port;
    const config = configOf({ mode: 'observe' });
    const listen = { ...config.listen, gateway: [{ address: '127.0.0.1', port: Number(taken), tls: null }] };
    await expect(shield.reload({ ...config, listen })).rejects.toThrow();
    expect((await ask(ATTACK)).status).toBe(403);
    expect(shield.status().services).toMatchObject([{ mode: 'guard' }]);
  });

  it('takes up decisions that another process writes', async () => {
    const { ask } = await start(configOf());
    const other = openStateStore(join(folder, 'data'));
    const nowMs = Date.now();
    other.saveDecision({
      id: 'from-elsewhere',
      scope: { kind: 'range', value: '198.51.100.0/24' },
      action: 'block',
      service: null,
      reason: 'test',
      owner: 'tester',
      createdMs: nowMs,
      expiresMs: nowMs + 60_000,
      attemptId: null,
      revokedMs: null,
      simulated: false,
    });
    other.close();
    await expect.poll(async () => (await ask('/', '198.51.100.77')).status, { timeout: 15_000 }).toBe(403);
  });

  it('reloads rules and services under traffic with no request lost', async () => {
    const { shield, ask } = await start(configOf());
    let asking = true;
    const statuses: number[] = [];
    const traffic = Promise.all(
      [1, 2, 3, 4].map(async () => {
        while (asking) statuses.push((await ask('/search?q=permit')).status);
      }),
    );
    for (const mode of ['observe', 'guard', 'observe']) await shield.reload(configOf({ mode }));
    asking = false;
    await traffic;
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
    expect((await ask(ATTACK)).status).toBe(200);
  });

  it('reads a log, finds what is in it, and goes on where it was after a restart', async () => {
    const log = join(folder, 'access.log');
    const line = (target: string, status: number) =>
      `203.0.113.50 - - [23/Nov/2026:10:00:00 +0000] "GET ${target} HTTP/1.1" ${status} 12 "-" "Mozilla/5.0"\n`;
    await writeFile(log, line('/', 200) + line('/?q=../../../../etc/passwd', 404));
    const more = `sources: [{ name: web, kind: file, paths: [${JSON.stringify(log)}], service: portal }]`;
    const first = await start(configOf({ more }));
    await expect.poll(async () => (await first.shield.store.funnel(DAY)).events, { timeout: 20_000 }).toBe(2);
    // A batch is kept table by table: the last table is there when the whole batch is.
    await first.shield.flush();
    const [attempt] = await first.shield.store.attempts({ ...DAY, limit: 10 });
    expect(attempt).toMatchObject({
      actor: { value: '203.0.113.50' },
      service: 'portal',
      outcome: 'no-effect',
    });
    await stop(first.shield);
    await writeFile(log, line('/after', 200), { flag: 'a' });
    const second = await start(configOf({ more }));
    await expect
      .poll(async () => (await second.shield.store.funnel(DAY)).events, { timeout: 20_000 })
      .toBe(3);
  });

  it('writes audit records where the operator says, whatever the rules name, without sessions and passwords', async () => {
    const [path, pack] = [join(folder, 'log/audit.json'), join(folder, 'pack')];
    await mkdir(pack);
    const elsewhere = join(folder, 'elsewhere.json');
    const rules = `SecAuditEngine On\nSecAuditLog ${elsewhere}
SecRule REQUEST_COOKIES:sid "@rx ^s.*7$" "id:8100001,phase:1,pass,log,msg:'marker',logdata:'%{MATCHED_VAR}'"\n`;
    await writeFile(join(pack, 'own.conf'), rules);
    const audited = (more: string): Config => {
      const packs = [{ name: 'own', path: pack }];
      const config = configOf({ mode: 'observe', more });
      return { ...config, content: { ...config.content, packs } };
    };
    const { shield, addresses, ask } = await start(audited(`auditLog: { path: ${JSON.stringify(path)} }`));
    await fetch(`${addresses.gateway[0]}/`, {
      headers: { cookie: 'sid=s3cr3t7', 'x-forwarded-for': '203.0.113.9' },
    });
    await ask(ATTACK);
    const lines = async () => (await readFile(path, 'utf8')).trimEnd().split('\n');
    await expect.poll(lines).toHaveLength(2);
    const [plain = '', attack = ''] = await lines();
    expect(plain).not.toContain('s3cr3t7');
    const { transaction } = JSON.parse(plain) as AuditRecord;
    expect(transaction).toMatchObject({ server_id: 'portal', client_ip: '203.0.113.9' });
    expect(transaction.messages).toMatchObject([{ details: { ruleId: '8100001', data: '*******' } }]);
    expect((JSON.parse(attack) as AuditRecord).transaction).toMatchObject({
      is_interrupted: false,
      response: { http_code: 200 },
      producer: { secrules_engine: 'DetectionOnly' },
    });
    expect(shield.status().auditLog).toMatchObject({ path, state: 'writing', lostRecords: 0 });
    await shield.reload(audited(''));
    await ask('/');
    expect(shield.status().auditLog).toBeNull();
    expect(warnings.join('\n')).toContain(
      `the rules ask for an audit log in ${elsewhere}, and none is written`,
    );
    expect(await lines()).toHaveLength(2);
    await expect(readFile(elsewhere)).rejects.toThrow('ENOENT');
  });

  it('guards on without counting when the store is damaged, and says so', async () => {
    const first = await start(configOf());
    await stop(first.shield);
    await writeFile(join(folder, 'data/journal'), 'x').catch(() => undefined);
    await rm(join(folder, 'data/engine'), { recursive: true, force: true });
    await writeFile(join(folder, 'data/engine'), 'this is no store');
    const { shield, ask } = await start(configOf());
    expect((await ask('/')).status).toBe(200);
    expect((await ask(ATTACK)).status).toBe(403);
    expect(shield.status().recorder.state).toBe('stopped');
    expect(warnings.join('\n')).toContain('nothing is counted until it is');
  });
});

describe.skipIf(process.getuid?.() !== 0 || process.platform !== 'linux')(
  'a full disk (needs root to mount a small one)',
  () => {
    it('does not stop the guard; what could not be kept is kept once there is room again', async () => {
      const disk = join(folder, 'data');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', disk]);
      try {
        const { shield, ask } = await start(
          configOf({
            more: `defuse: { repeatOffender: { blockedRequests: 2 } }\nauditLog: { path: ${disk}/audit.json }`,
          }),
        );
        await ask('/before');
        await shield.flush();
        const { bavail, bsize } = await statfs(disk);
        await writeFile(join(disk, 'filler'), Buffer.alloc(bavail * bsize));
        expect((await ask(ATTACK)).status).toBe(403);
        expect((await ask(ATTACK)).status).toBe(403);
        expect((await ask('/')).status).toBe(403);
        expect((await ask('/', '203.0.113.10')).status).toBe(200);
        await expect
          .poll(() => shield.status().recorder, { timeout: 20_000 })
          .toMatchObject({ state: 'retrying' });
        expect(shield.status().recorder.detail).toMatch(/disk|space/i);
        expect(shield.status().auditLog).toMatchObject({
          state: 'retrying',
          queuedRecords: 2,
          lostRecords: 0,
        });
        expect(warnings.join('\n')).toMatch(/audit\.json cannot be written: ENOSPC.* Requests go on/);
        await rm(join(disk, 'filler'));
        await shield.flush();
        expect(await shield.store.funnel(DAY)).toMatchObject({ events: 5, attempts: 1, blockedAttempts: 1 });
        await expect.poll(() => shield.status().auditLog?.state, { timeout: 20_000 }).toBe('writing');
        const records = (await readFile(join(disk, 'audit.json'), 'utf8')).trimEnd().split('\n');
        expect(records.map((line) => (JSON.parse(line) as AuditRecord).transaction.is_interrupted)).toEqual([
          true,
          true,
        ]);
        await stop(shield);
      } finally {
        execFileSync('umount', ['-l', disk]);
      }
    });
  },
);

describe('what comes from outside the gateway', () => {
  it('takes logs by HTTP on the listener of the console', async () => {
    const more =
      'sources: [{ name: feed, kind: http, token: a-token-of-more-than-32-characters, service: portal }]';
    const { shield, addresses } = await start(configOf({ more }));
    const send = (token: string) =>
      fetch(`${addresses.console}api/intake/feed`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: '{"c-ip":"203.0.113.60","cs-method":"GET"}\n',
      });
    expect((await send('another-token-of-32-characters-or-more')).status).toBe(401);
    expect((await send('a-token-of-more-than-32-characters')).status).toBe(200);
    expect(await shield.store.funnel(DAY)).toMatchObject({ events: 1 });
  });
});
