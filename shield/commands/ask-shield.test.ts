import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import { openStateStore } from '../adapters/state-sqlite/index.ts';
import { type Config, defaultConfig } from '../config/index.ts';
import { askShield } from './ask-shield.ts';
import type { CommandContext } from './context.ts';
import { createSandbox, type Sandbox } from './testing/capture.ts';

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = createSandbox();
});
afterEach(() => sandbox.remove());

async function serve(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function ask(port: number, tls: Config['listen']['console']['tls'] = null) {
  const config = defaultConfig();
  const console = { ...config.listen.console, address: '127.0.0.1', port, tls };
  const store = { ...config.store, path: join(sandbox.cwd, 'data') };
  const context = { clock: { nowMs: () => 1_000 }, user: 'tester' } as CommandContext;
  return askShield(context, { ...config, listen: { ...config.listen, console }, store }, '/status');
}

const answer =
  (status: number, body: string): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(body);

it('asks with a session of its own, and leaves none behind', async () => {
  const state = openStateStore(join(sandbox.cwd, 'data'));
  onTestFinished(() => state.close());
  const seen: unknown[] = [];
  const { createHash } = await import('node:crypto');
  const hashOf = (cookie: string) =>
    createHash('sha256').update(cookie.replace('dejfa_session=', '')).digest('hex');
  let tokenHash = '';
  const port = await serve(
    createServer((request, response) => {
      tokenHash = hashOf(request.headers.cookie ?? '');
      seen.push(request.url, request.headers.host, state.session(tokenHash)?.account);
      response.end('{"a":1}');
    }),
  );
  expect(await ask(port)).toEqual({ status: 200, body: { a: 1 } });
  expect(seen).toEqual(['/api/v1/status', `localhost:${port}`, 'tester']);
  expect(state.session(tokenHash)).toBeNull();
});

it('takes the certificate that the configuration names, and no other', async () => {
  const files = await Promise.all(
    ['own', 'other'].map(async (name) => {
      const { cert, private: key } = await generate([{ name: 'commonName', value: `${name}.example` }]);
      const paths = { certificate: join(sandbox.cwd, `${name}.pem`), key: join(sandbox.cwd, `${name}.key`) };
      writeFileSync(paths.certificate, cert);
      return { paths, cert, key };
    }),
  );
  const [own, other] = files;
  if (own === undefined || other === undefined) throw new Error('no certificates');
  const port = await serve(createTlsServer({ cert: own.cert, key: own.key }, answer(404, '{}')));
  expect(await ask(port, own.paths)).toEqual({ status: 404, body: {} });
  await expect(ask(port, other.paths)).rejects.toThrow(/does not answer/);
});

it.each([
  ['something else than a shield', 200, '<html>', 'it is no shield'],
  ['a shield that refuses', 401, '{}', 'it answered with 401'],
])('says that there is %s', async (_, status, body, message) => {
  const port = await serve(createServer(answer(status, body)));
  await expect(ask(port)).rejects.toThrow(message);
});
