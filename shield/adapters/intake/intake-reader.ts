import { createHash, timingSafeEqual } from 'node:crypto';
import type { Event } from '../../model/index.ts';
import type { SourceReader, SourceStatus } from '../../ports/index.ts';
import { LineFramer, SAMPLE_LINES } from '../../sense/index.ts';
import { SourceHealth, type SourceOptions } from '../source/index.ts';
import { BodyError, readBody } from './body.ts';
import {
  answer,
  ERRORS_NAMED,
  type IntakeAnswer,
  type IntakeRequest,
  type LineError,
} from './intake-message.ts';

/** Who may hand logs in, and how much at once. */
export interface IntakeOptions extends SourceOptions {
  /** Senders show it as `Authorization: Bearer TOKEN`. */
  readonly token: string;
  /** Bytes of a body as sent; default 16 MiB. */
  readonly bodyLimitBytes?: number;
  /** Bytes of a body once unpacked; default 64 MiB. */
  readonly unpackedLimitBytes?: number;
  /** Requests at once; more are told to come again. Default 8. */
  readonly requestLimit?: number;
}

const MIB = 1_048_576;
const RETRY_AFTER_SECONDS = '2';

/**
 * Takes JSON lines (or lines of any other format) in by HTTP. Whatever server holds the listener calls `receive`;
 * 200 means that the events are kept, 429 and 503 that the sender is to send the same again later.
 */
export class IntakeReader implements SourceReader {
  readonly #options: IntakeOptions;
  readonly #health: SourceHealth;
  readonly #tokenHash: Buffer;
  #active = 0;
  #idle: (() => void) | null = null;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#health = new SourceHealth('http', options);
    this.#tokenHash = hashOf(options.token);
  }

  async start(): Promise<void> {
    this.#health.state = 'running';
  }

  /** Refuses new requests with 503 and waits for those at hand. */
  async stop(): Promise<void> {
    this.#health.state = 'stopped';
    if (this.#active === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
    });
  }

  status(): SourceStatus {
    return this.#health.status();
  }

  /** Answers one request; never rejects. The body is read only when everything before it is in order. */
  async receive(request: IntakeRequest): Promise<IntakeAnswer> {
    const refusal = this.#refusal(request);
    if (refusal !== null) return refusal;
    this.#active += 1;
    try {
      return await this.#take(request);
    } catch (cause) {
      if (cause instanceof BodyError) return answer(cause.status, { error: cause.message });
      return answer(400, { error: cause instanceof Error ? cause.message : 'the body cannot be read' });
    } finally {
      this.#active -= 1;
      if (this.#active === 0) this.#idle?.();
    }
  }

  #refusal(request: IntakeRequest): IntakeAnswer | null {
    const { requestLimit = 8, bodyLimitBytes = 16 * MIB } = this.#options;
    const retry = { 'retry-after': RETRY_AFTER_SECONDS };
    if (request.method !== 'POST') return answer(405, { error: 'send events with POST' }, { allow: 'POST' });
    if (!this.#isAuthorized(request.authorization))
      return answer(401, { error: 'no token, or a wrong one' }, { 'www-authenticate': 'Bearer' });
    if (this.#health.state !== 'running') return answer(503, { error: 'stopping' }, retry);
    if (Number(request.contentLength ?? 0) > bodyLimitBytes)
      return answer(413, { error: `a body may have ${bodyLimitBytes} bytes: send fewer lines at a time` });
    if (this.#active >= requestLimit)
      return answer(429, { error: 'too many requests at once: send the same again later' }, retry);
    return null;
  }

  /** Hashes first, so that the comparison takes as long for every token, of any length. */
  #isAuthorized(authorization: string | null): boolean {
    const token = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(hashOf(token), this.#tokenHash);
  }

  async #take(request: IntakeRequest): Promise<IntakeAnswer> {
    const { bodyLimitBytes = 16 * MIB, unpackedLimitBytes = 64 * MIB, sink } = this.#options;
    const body = await readBody(request, { bodyLimitBytes, unpackedLimitBytes });
    const { events, errors, errorCount, lines } = this.#parse(body, sink.clock.nowMs());
    try {
      if (events.length > 0) await sink.deliver(events);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#health.error = `events could not be kept: ${reason}`;
      const retry = { 'retry-after': RETRY_AFTER_SECONDS };
      return answer(503, { error: 'the events cannot be kept now: send the same again later' }, retry);
    }
    this.#health.seen(events);
    this.#health.error = null;
    return answer(200, { lines, events: events.length, unparsed: errorCount, errors });
  }

  #parse(body: Buffer, nowMs: number) {
    const framer = new LineFramer(this.#options.lineLimitBytes);
    const lines = framer.push(body);
    const last = framer.flush();
    if (last !== null) lines.push(last);
    const sensor = this.#health.sensor('');
    const sample = lines.slice(0, SAMPLE_LINES).map((line) => line.text);
    if (sample.length > 0) sensor.prime(sample, nowMs);
    const events: Event[] = [];
    const errors: LineError[] = [];
    let errorCount = 0;
    for (const [index, { text, tooLong }] of lines.entries()) {
      events.push(...(tooLong ? sensor.readTooLong(text, nowMs) : sensor.read(text, nowMs)));
      if (sensor.lastReason === null) continue;
      errorCount += 1;
      if (errors.length < ERRORS_NAMED) errors.push({ line: index + 1, reason: sensor.lastReason });
    }
    events.push(...sensor.finish(nowMs));
    return { events, errors, errorCount, lines: lines.length };
  }
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
