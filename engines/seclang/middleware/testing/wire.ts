import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it came. */
export interface WireAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** One connection, on which requests are written byte by byte as the test says. */
export class Wire {
  readonly #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.#received += text;
    });
    socket.on('error', () => undefined);
  }

  static async open(port: number): Promise<Wire> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Wire(socket);
  }

  write(text: string | Uint8Array): void {
    this.#socket.write(text);
  }

  /** Breaks off without a word. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** The next answer; rejects when the connection ends without one, or none comes in five seconds. */
  async answer(): Promise<WireAnswer> {
    const until = performance.now() + 5_000;
    while (performance.now() < until) {
      const answer = this.#take();
      if (answer !== null) return answer;
      if (this.#socket.destroyed) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    throw new Error(`no answer; received: ${this.#received.slice(0, 200)}`);
  }

  #take(): WireAnswer | null {
    const end = this.#received.indexOf('\r\n\r\n');
    if (end === -1) return null;
    const head = this.#received.slice(0, end);
    const rest = this.#received.slice(end + 4);
    const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? -1);
    const whole = length >= 0 ? (rest.length >= length ? length : -1) : endOfChunks(rest);
    if (whole === -1) return null;
    this.#received = rest.slice(whole);
    const status = Number(head.slice(9, 12));
    const body = length >= 0 ? rest.slice(0, whole) : joinChunks(rest.slice(0, whole));
    return { status, head, body };
  }
}

function endOfChunks(text: string): number {
  const end = text.indexOf('0\r\n\r\n');
  return end === -1 ? -1 : end + 5;
}

function joinChunks(text: string): string {
  return text.replace(/(?:^|\r\n)[0-9a-f]+\r\n/gi, '').replace(/\r\n$/, '');
}

/** A request with a body of known length. */
export function post(path: string, body: string, type = 'application/x-www-form-urlencoded'): string {
  return `POST ${path} HTTP/1.1\r\nHost: a.example\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** A request without a body. */
export function get(path: string, headers = ''): string {
  return `GET ${path} HTTP/1.1\r\nHost: a.example\r\n${headers}\r\n`;
}
