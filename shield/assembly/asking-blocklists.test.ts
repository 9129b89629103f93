import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DnsAnswer, dnsServer } from '../adapters/blocklist/dns-fixture.ts';
import { parseConfig } from '../config/index.ts';
import { PROJECT_FOLDERS } from './folders.ts';
import { Shield } from './shield.ts';

const RULE = `SecRule REMOTE_ADDR "@rbl bl.test" "id:8100001,phase:1,deny,status:403,log,capture,msg:'%{tx.0}'"\n`;

/** A shield with the one rule, a service behind it, and a DNS server of the test as the resolver. */
async function shieldOf(
  answers: Readonly<Record<string, DnsAnswer>>,
  { ask = true, timeout = '500ms', rule = RULE }: { ask?: boolean; timeout?: string; rule?: string } = {},
) {
  const dns = await dnsServer((name) => answers[name] ?? 'not-there');
  const folder = await mkdtemp(join(tmpdir(), 'dejfa-lists-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'pack'));
  await writeFile(join(folder, 'pack/own.conf'), rule);
  const upstream = createServer((_, response) => response.end('served'));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void upstream.close());
  const { port } = upstream.address() as AddressInfo;
  const text = `listen:
  gateway: [{ address: 127.0.0.1, port: 0 }]
  console: { address: 127.0.0.1, port: 0 }
services: [{ name: portal, upstream: 'http://127.0.0.1:${port}', mode: guard }]
trustedProxies: [127.0.0.1]
content:
  base: false
  system: false
  packs: [{ name: own, path: pack }]
  blocklists: { ask: ${ask}, timeout: ${timeout}, servers: ['127.0.0.1:${dns.port}'] }
store: { kind: embedded, path: data }
`;
  const { config, diagnostics } = parseConfig(text, join(folder, 'dejfa.yaml'));
  if (config === null) throw new Error(JSON.stringify(diagnostics));
  const notices = { info: () => undefined, warn: () => undefined };
  const { shield, addresses } = await Shield.start({
    config,
    folders: PROJECT_FOLDERS,
    notices,
    simulated: false,
    version: 'test',
  });
  onTestFinished(() => shield.stop());
  const get = async (from: string, signal?: AbortSignal) => {
    const headers = { 'x-forwarded-for': from };
    const response = await fetch(`${addresses.gateway[0]}/`, { headers, ...(signal && { signal }) });
    await response.arrayBuffer();
    return response.status;
  };
  return { shield, get, asked: dns.asked };
}

describe('a gateway whose rules ask a block list', () => {
  it('asks before it inspects, about public addresses and once, and blocks who is listed', async () => {
    const { shield, get, asked } = await shieldOf({ '4.4.8.8.bl.test': ['127.0.0.2'] });
    expect([await get('8.8.4.4'), await get('8.8.4.4'), await get('8.8.8.8')]).toEqual([403, 403, 200]);
    expect([await get('10.0.0.1'), await get('203.0.113.9')]).toEqual([200, 200]);
    expect(asked).toEqual(['4.4.8.8.bl.test', '8.8.8.8.bl.test']);
    expect(shield.status().blocklists).toMatchObject({ asked: 2, listed: 1, unanswered: 0, kept: 2 });
    expect(shield.status().packs[0]?.rules).toMatchObject({ loaded: 1, refused: 0 });
  });

  it('goes on without an answer after the timeout, and says so', async () => {
    const { shield, get } = await shieldOf({ '4.4.8.8.bl.test': 'silent' }, { timeout: '100ms' });
    expect(await get('8.8.4.4')).toBe(200);
    await expect.poll(() => shield.status().blocklists?.unanswered, { timeout: 5000 }).toBe(1);
  });

  it('ends a request whose client leaves while it waits', async () => {
    const { shield, get, asked } = await shieldOf({ '4.4.8.8.bl.test': 'silent' }, { timeout: '2s' });
    const leaving = new AbortController();
    const left = get('8.8.4.4', leaving.signal).catch(() => 'left');
    await expect.poll(() => asked.length).toBe(1);
    leaving.abort();
    expect(await left).toBe('left');
    expect(await get('10.0.0.1')).toBe(200);
    expect(shield.status().blocklists?.asked).toBe(1);
  });
});

it.each([
  ['the configuration does not want it', { ask: false }, { loaded: 0, refused: 1 }, null],
  [
    'no rule names a list',
    { rule: 'SecRule ARGS:q "@streq marker" "id:8100002,phase:1,deny"\n' },
    { loaded: 1, refused: 0 },
    { asked: 0 },
  ],
])('nobody is asked where %s', async (_, options, rules, status) => {
  const { shield, get, asked } = await shieldOf({ '4.4.8.8.bl.test': ['127.0.0.2'] }, options);
  expect(await get('8.8.4.4')).toBe(200);
  expect(asked).toEqual([]);
  expect(shield.status().packs[0]?.rules).toMatchObject(rules);
  if (status === null) expect(shield.status().blocklists).toBeNull();
  else expect(shield.status().blocklists).toMatchObject(status);
});
