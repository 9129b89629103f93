import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import type { Event } from '../../model/index.ts';
import type { LineSensor } from '../../sense/index.ts';
import type { Listener, ListenerContext, SyslogAddress } from './listener.ts';

/** Events that wait while others are being kept; UDP cannot tell its senders to wait, so more are dropped. */
const QUEUE_LIMIT = 50_000;

/** Events handed over at once. */
const BATCH_EVENTS = 2_000;

/** Senders whose format is remembered. */
const SENDER_LIMIT = 1_024;

const RECEIVE_BUFFER_BYTES = 4_194_304;

/** Syslog over UDP (RFC 5426): one datagram is one message. */
export class DatagramListener implements Listener {
  readonly #context: ListenerContext;
  readonly #sensors = new Map<string, LineSensor>();
  #socket: Socket | null = null;
  #queue: Event[] = [];
  #pumping: Promise<void> | null = null;
  #dropped = 0;

  constructor(context: ListenerContext) {
    this.#context = context;
  }

  open(where: SyslogAddress): Promise<AddressInfo> {
    const socket = createSocket({
      type: where.address.includes(':') ? 'udp6' : 'udp4',
      recvBufferSize: RECEIVE_BUFFER_BYTES,
    });
    this.#socket = socket;
    socket.on('message', (message, peer) => this.#receive(message, peer.address));
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(where.port, where.address, () => {
        socket.off('error', reject);
        socket.on('error', (error) => {
          this.#context.health.error = error.message;
        });
        resolve(socket.address());
      });
    });
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    if (socket !== null) await new Promise<void>((resolve) => socket.close(() => resolve()));
    await this.#pumping;
  }

  #receive(message: Buffer, sender: string): void {
    const events = this.#sensor(sender).read(
      message.toString('utf8').replace(/[\r\n\0]+$/, ''),
      this.#context.nowMs(),
    );
    if (this.#queue.length + events.length > QUEUE_LIMIT) {
      this.#dropped += events.length;
      this.#context.health.error = `${this.#dropped} messages dropped: they come faster than they can be kept`;
      return;
    }
    this.#queue.push(...events);
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = null;
    });
  }

  async #pump(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, BATCH_EVENTS);
      if (await this.#context.delivery.deliver(batch)) continue;
      const lost = batch.length + this.#queue.length;
      this.#queue = [];
      this.#context.health.error = `${lost} messages lost: stopped before they could be kept`;
    }
  }

  #sensor(sender: string): LineSensor {
    const known = this.#sensors.get(sender);
    if (known !== undefined) return known;
    const oldest = this.#sensors.keys().next();
    if (this.#sensors.size >= SENDER_LIMIT && oldest.done !== true) this.#sensors.delete(oldest.value);
    const sensor = this.#context.sensor();
    this.#sensors.set(sender, sensor);
    return sensor;
  }
}
