import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import {
  eventually,
  get,
  options,
  rawClient,
  recordingGuard,
  serve,
  serveRaw,
  startGateway,
} from './gateway-fixture.ts';
import { type CertificateFiles, createGateway } from './index.ts';

interface Pair {
  readonly files: CertificateFiles;
  /** Writes a new certificate and key into the files. */
  renew(commonName: string): Promise<void>;
}

async function certificate(hosts: readonly string[], commonName: string): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-tls-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = { hosts, certificatePath: join(folder, 'cert.pem'), keyPath: join(folder, 'key.pem') };
  const renew = async (name: string) => {
    const pem = await generate([{ name: 'commonName', value: name }], { keySize: 2048 });
    writeFileSync(files.certificatePath, pem.cert);
    writeFileSync(files.keyPath, pem.private);
  };
  await renew(commonName);
  return { files, renew };
}

function tlsOptions(upstream: number, certificates: readonly CertificateFiles[]) {
  return options(upstream, {
    listeners: [{ address: '127.0.0.1', port: 0, tls: { certificates } }],
    limits: { certificatePollMs: 20 },
  });
}

/** Common name of the certificate that a client with this server name is shown. */
function shownTo(port: number, servername: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = tls.connect(
      {
        port,
        host: '127.0.0.1',
        rejectUnauthorized: false,
        ...(servername === undefined ? {} : { servername }),
      },
      () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      },
    );
    socket.on('error', reject);
  });
}

test('each host is shown its certificate, and others the first', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const first = await certificate(['portal.test'], 'first');
  const second = await certificate(['*.other.test', 'other.test'], 'second');
  const { port } = await startGateway(tlsOptions(upstream, [first.files, second.files]));
  expect(await shownTo(port, 'portal.test')).toBe('first');
  expect(await shownTo(port, 'OTHER.test')).toBe('second');
  expect(await shownTo(port, 'a.other.test')).toBe('second');
  expect(await shownTo(port, 'a.b.other.test')).toBe('first');
  expect(await shownTo(port, 'unknown.test')).toBe('first');
  expect(await shownTo(port, undefined)).toBe('first');
});

test('a request over TLS is passed on, and the upstream told of it', async () => {
  const upstream = await serve((request, response) => response.end(request.headers['x-forwarded-proto']));
  const { files } = await certificate(['portal.test'], 'first');
  const { port, gateway } = await startGateway(tlsOptions(upstream, [files]));
  const client = rawClient(tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }));
  client.socket.write(get('/'));
  expect((await client.closed()).text).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*https$/);
  await eventually(() => gateway.status().connections === 0);
});

test('changed files are taken up, and connections that are open stay', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const pairs = [
    await certificate(['portal.test'], 'before'),
    await certificate(['other.test'], 'other before'),
  ];
  const { port, gateway } = await startGateway(
    tlsOptions(
      upstream,
      pairs.map(({ files }) => files),
    ),
  );
  const open = rawClient(tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }));
  open.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  await open.until(/ok$/);
  const validBefore = gateway.status().certificates.map(({ validToMs }) => validToMs);
  expect(validBefore[0]).toBeGreaterThan(0);
  await pairs[0]?.renew('after');
  await pairs[1]?.renew('other after');
  await eventuallyShown(port, undefined, 'after');
  await eventuallyShown(port, 'other.test', 'other after');
  open.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  await open.until(/ok[\s\S]*ok$/);
});

test('files that cannot be used change nothing and are shown', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const { files, renew } = await certificate(['portal.test'], 'before');
  const { port, gateway } = await startGateway(tlsOptions(upstream, [files]));
  writeFileSync(files.certificatePath, 'no certificate');
  await eventually(() => gateway.status().certificates[0]?.error !== null);
  expect(gateway.status().certificates[0]?.error).toContain(`certificate ${files.certificatePath}`);
  expect(await shownTo(port, 'portal.test')).toBe('before');
  await renew('after');
  await eventuallyShown(port, 'portal.test', 'after');
  expect(gateway.status().certificates[0]?.error).toBeNull();
});

test('a reload brings other certificates', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const first = await certificate(['portal.test'], 'first');
  const second = await certificate(['portal.test'], 'second');
  const { port, gateway } = await startGateway(tlsOptions(upstream, [first.files]));
  await gateway.reload(tlsOptions(upstream, [second.files]));
  expect(await shownTo(port, 'portal.test')).toBe('second');
  const missing = { ...first.files, keyPath: join(tmpdir(), 'dejfa-no-such.key') };
  await expect(gateway.reload(tlsOptions(upstream, [missing]))).rejects.toMatchObject({
    code: 'bad-certificate',
  });
  expect(await shownTo(port, 'portal.test')).toBe('second');
});

test('a key of another certificate is refused', async () => {
  const first = await certificate(['portal.test'], 'first');
  const second = await certificate(['portal.test'], 'second');
  const mixed = { ...first.files, keyPath: second.files.keyPath };
  await expect(createGateway(tlsOptions(1, [mixed])).listen()).rejects.toThrow(
    'the key is of another certificate',
  );
});

test('plain HTTP to a TLS listener, and a handshake that never ends, are closed and counted', async () => {
  const upstream = await serve((_request, response) => response.end('ok'));
  const { files } = await certificate(['portal.test'], 'first');
  const guard = recordingGuard();
  const { port, gateway } = await startGateway({ ...tlsOptions(upstream, [files]), guard });
  const { connectRaw } = await import('./gateway-fixture.ts');
  const client = await connectRaw(port);
  client.socket.write(get('/'));
  await client.closed();
  expect(gateway.status().tlsFailures).toBe(1);
  expect(guard.refusals).toEqual([]);
});

test('over TLS too, an upstream that dies gives no whole answer', async () => {
  const upstream = await serveRaw((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart');
      setTimeout(() => socket.destroy(), 30);
    });
  });
  const { files } = await certificate(['portal.test'], 'first');
  const { port } = await startGateway(tlsOptions(upstream, [files]));
  const client = rawClient(tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false }));
  client.socket.write('GET / HTTP/1.1\r\nHost: portal.test\r\n\r\n');
  expect((await client.closed()).text).toMatch(/Content-Length: 100[\s\S]*part$/);
});

async function eventuallyShown(port: number, name: string | undefined, expected: string): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if ((await shownTo(port, name)) === expected) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never shown ${expected}`);
}
