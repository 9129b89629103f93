import { STATUS_CODES } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { readLenientBody, readLenientHead } from '../../adapters/gateway-http/index.ts';
import { type EchoRules, echo } from './echo.ts';
import type { Reflection } from './test-case.ts';

const LIMITS = { headBytes: 1024 * 1024, headerCount: 10_000 };

/** The upstream of one lane: takes any method, keeps connections alive, and answers as {@link echo} says. */
export class EchoServer {
  rules: EchoRules = { reflection: null, format: 4 };
  readonly #server = net.createServer({ noDelay: true }, (socket) => this.#accept(socket));
  readonly #sockets = new Set<Socket>();

  /** Listens at a free loopback port and gives it. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #accept(socket: Socket): void {
    let bytes: Buffer = Buffer.alloc(0);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      for (let used = this.#answer(bytes, socket); used > 0; used = this.#answer(bytes, socket))
        bytes = bytes.subarray(used);
    });
  }

  /** Answers the first request in `bytes`, if it is whole; gives the bytes that it took. */
  #answer(bytes: Buffer, socket: Socket): number {
    const reading = readLenientHead(bytes, LIMITS);
    if (reading.kind === 'refused') socket.destroy();
    if (reading.kind !== 'head') return 0;
    const { head, facts, headBytes } = reading;
    const body = readLenientBody(bytes.subarray(headBytes), facts.contentLength);
    if (body.kind !== 'whole') return 0;
    const request = {
      method: head.method,
      path: facts.path,
      headers: pairsOf(head.rawHeaders),
      body: body.bytes.toString('latin1'),
    };
    socket.write(onWire(echo(request, this.rules), head.method));
    return headBytes + body.usedBytes;
  }
}

/** Header fields of a reflected response as they are sent. */
export function responseFields(response: Reflection): Reflection['headers'] {
  if (response.status === 204 || response.status === 304 || response.status < 200) return response.headers;
  return [...response.headers, ['Content-Length', String(response.body.length)]];
}

function onWire(response: Reflection, method: string): Buffer {
  const lines = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? 'Reflected'}`,
    ...responseFields(response).map(([name, value]) => `${name}: ${value}`),
  ];
  const bodyless = method === 'HEAD' || response.status === 204 || response.status === 304;
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${bodyless ? '' : response.body}`, 'latin1');
}

function pairsOf(flat: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([flat[i] ?? '', flat[i + 1] ?? '']);
  return pairs;
}
