import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { generate } from 'selfsigned';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CollectingSink } from '../source/collecting-sink.ts';
import { type SyslogOptions, SyslogReader } from './syslog-reader.ts';

let sink = new CollectingSink();
const readers: SyslogReader[] = [];
const sockets: Socket[] = [];

beforeEach(() => {
  sink = new CollectingSink();
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const reader of readers.splice(0)) await reader.stop();
});

async function listen(options: Partial<SyslogOptions> & { readonly listen: string }) {
  const reader = new SyslogReader({
    name: 'syslog',
    service: null,
    format: 'auto',
    sink,
    tls: null,
    ...options,
  });
  readers.push(reader);
  await reader.start();
  return { reader, port: reader.address?.port ?? 0 };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  await once(socket, 'connect');
  return socket;
}

const SSHD = '<38>Nov 23 10:00:00 web1 sshd[7]: Failed password for root from 203.0.113.9 port 5 ssh2';
const RFC5424 = '<165>1 2026-11-23T10:00:00Z web1 app - - - hello\nworld';

describe('SyslogReader', () => {
  it('reads datagrams', async () => {
    const { reader, port } = await listen({ listen: 'udp://127.0.0.1:0' });
    const socket = createSocket('udp4');
    for (const message of [SSHD, `${SSHD}\n`, Buffer.from([0x3c, 0xff, 0])])
      socket.send(message, port, '127.0.0.1');
    await sink.has(3);
    socket.close();
    expect(sink.events.map(({ format }) => format)).toEqual(['sshd', 'sshd', 'unparsed']);
    expect(reader.status()).toMatchObject({ state: 'running', read: 3, parsed: 2, unparsed: 1 });
  });

  it('reads a stream that ends messages with line feeds, the last one without', async () => {
    const { port } = await listen({ listen: 'tcp://127.0.0.1:0' });
    const socket = await dial(port);
    socket.write(`${SSHD}\r\n${SSHD.slice(0, 30)}`);
    socket.write(`${SSHD.slice(30)}\n`);
    socket.end(SSHD);
    await sink.has(3);
    expect(sink.raws).toEqual([SSHD, SSHD, SSHD]);
  });

  it('reads a stream that counts octets, with line feeds within messages', async () => {
    const { port } = await listen({ listen: 'tcp://127.0.0.1:0' });
    const socket = await dial(port);
    const frame = `${RFC5424.length} ${RFC5424}`;
    socket.write(frame + frame.slice(0, 9));
    socket.write(frame.slice(9));
    await sink.has(2);
    expect(sink.events.map(({ fields }) => fields.message)).toEqual(['hello\nworld', 'hello\nworld']);
  });

  it('ends a connection whose count is lost, and says so', async () => {
    const { reader, port } = await listen({ listen: 'tcp://127.0.0.1:0' });
    const socket = await dial(port);
    const closed = once(socket, 'close');
    socket.write(`5 <1>ab${'x'.repeat(40)}`);
    await closed;
    await sink.has(1);
    await expect.poll(() => reader.status().error).toMatch(/lost the count of octets/);
  });

  it('bounds a message of 10 MB and goes on after it', async () => {
    const { reader, port } = await listen({ listen: 'tcp://127.0.0.1:0' });
    const socket = await dial(port);
    socket.write(Buffer.alloc(10_485_760, 0x78));
    socket.write(`\n${SSHD}\n`);
    await sink.has(2);
    expect(reader.status()).toMatchObject({ tooLong: 1, parsed: 1 });
  });

  it('reads a sender no further while events are being kept', async () => {
    let release: () => void = () => undefined;
    let deliveries = 0;
    sink.before = async () => {
      deliveries += 1;
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    };
    const { port } = await listen({ listen: 'tcp://127.0.0.1:0' });
    const socket = await dial(port);
    socket.write(`${SSHD}\n`);
    await expect.poll(() => deliveries).toBe(1);
    const flood = Buffer.from(`${SSHD}\n`.repeat(200_000));
    expect(socket.write(flood)).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(deliveries).toBe(1);
    expect(socket.writableLength).toBeGreaterThan(0);
    sink.before = async () => undefined;
    release();
    await sink.has(200_001);
  });

  it('refuses more connections than the limit', async () => {
    const { reader, port } = await listen({ listen: 'tcp://127.0.0.1:0', connectionLimit: 1 });
    await dial(port);
    const second = connect(port, '127.0.0.1');
    sockets.push(second);
    second.on('error', () => undefined);
    await once(second, 'close');
    expect(reader.status().error).toBe('connections refused: more than 1 at once');
  });

  it('closes a connection that says nothing', async () => {
    const { port } = await listen({ listen: 'tcp://127.0.0.1:0', idleMs: 30 });
    const socket = await dial(port);
    await once(socket, 'close');
    expect(socket.destroyed).toBe(true);
  });

  it('keeps what came before it is stopped', async () => {
    const { reader, port } = await listen({ listen: 'tcp://127.0.0.1:0' });
    const socket = await dial(port);
    socket.write(`${SSHD}\n`);
    await sink.has(1);
    await reader.stop();
    expect(reader.status().state).toBe('stopped');
    expect(sink.events).toHaveLength(1);
  });

  it.each([
    ['tls://127.0.0.1:0', 'tls:// needs a certificate and a key'],
    ['http://127.0.0.1:0', '"http://127.0.0.1:0" is no address such as udp://127.0.0.1:5514'],
    ['tcp://127.0.0.1:99999', '"tcp://127.0.0.1:99999" is no address such as udp://127.0.0.1:5514'],
  ])('refuses to listen on %s', async (address, message) => {
    await expect(listen({ listen: address })).rejects.toThrow(message);
    readers.splice(0);
  });
});

describe('syslog over TLS', () => {
  it('reads octet-counted messages, and survives a sender that speaks no TLS', async () => {
    const pems = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
    const tls = { certificatePem: pems.cert, keyPem: pems.private, clientAuthorityPem: null };
    const { reader, port } = await listen({ listen: 'tls://127.0.0.1:0', tls });
    const plain = await dial(port);
    plain.on('error', () => undefined);
    const closed = once(plain, 'close');
    plain.write(`${SSHD}\n`.repeat(10));
    await closed;
    await expect.poll(() => reader.status().error).toMatch(/^a sender failed at TLS/);
    const socket = connectTls({
      port,
      host: '127.0.0.1',
      ca: pems.cert,
      servername: 'localhost',
      checkServerIdentity: () => undefined,
    });
    sockets.push(socket);
    await once(socket, 'secureConnect');
    socket.write(`${SSHD.length} ${SSHD}`);
    await sink.has(1);
    expect(sink.raws).toEqual([SSHD]);
  });

  it('asks senders for a certificate where an authority is named', async () => {
    const pems = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
    const tls = { certificatePem: pems.cert, keyPem: pems.private, clientAuthorityPem: pems.cert };
    const { port } = await listen({ listen: 'tls://127.0.0.1:0', tls });
    const socket = connectTls({
      port,
      host: '127.0.0.1',
      ca: pems.cert,
      servername: 'localhost',
      checkServerIdentity: () => undefined,
    });
    sockets.push(socket);
    const refused = new Promise((resolve) => {
      socket.on('error', resolve);
      socket.on('close', resolve);
    });
    socket.on('secureConnect', () => socket.write(`${SSHD.length} ${SSHD}`));
    await refused;
    expect(sink.events).toEqual([]);
  });
});
