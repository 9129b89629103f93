import { createGateway, type Gateway } from '../../adapters/gateway-http/index.ts';
import { systemClock } from '../../adapters/system/system-clock.ts';
import { EchoServer } from './echo-server.ts';
import { judge, type Seen } from './judge.ts';
import { type FtwInspectors, RecordingGuard, recordOf } from './recording-guard.ts';
import { sendBytes } from './socket-client.ts';
import {
  type FtwTarget,
  isCutShort,
  RESPONSE_LIMIT_BYTES,
  type StageRequest,
  wantsBlocking,
} from './stage-request.ts';
import { looksAtLog } from './test-case.ts';

/** How long an answer may take, and how long is waited where the request is cut short and none can come. */
const ANSWER_MS = 10_000;
const CUT_SHORT_MS = 300;
const LONG_MS = 30_000;

/**
 * A gateway of its own with its upstream, on loopback ports, through which one stage goes at a time: so every match
 * in its guard is of that stage.
 */
export class SocketLane implements FtwTarget {
  readonly #inspectors: FtwInspectors;
  readonly #guard: RecordingGuard;
  readonly #echo = new EchoServer();
  #gateway: Gateway | null = null;
  #strictPort = 0;
  #lenientPort = 0;

  constructor(inspectors: FtwInspectors, nowMs: number) {
    this.#inspectors = inspectors;
    this.#guard = new RecordingGuard(inspectors, nowMs);
  }

  async open(): Promise<void> {
    const upstream = await this.#echo.listen();
    this.#gateway = createGateway({
      listeners: [
        { address: '127.0.0.1', port: 0 },
        { address: '127.0.0.1', port: 0, reading: 'lenient' },
      ],
      services: [
        {
          name: 'ftw',
          hosts: [],
          upstream: `http://127.0.0.1:${upstream}`,
          onInspectionError: 'closed',
          bodyInspectionLimitBytes: 16 * 1024 * 1024,
          responseInspectionLimitBytes: RESPONSE_LIMIT_BYTES,
          bodyLimitBytes: 64 * 1024 * 1024,
          timeoutsMs: { headers: LONG_MS, body: LONG_MS, idle: LONG_MS, upstream: LONG_MS },
        },
      ],
      guard: this.#guard,
      clock: systemClock,
      trustedProxies: [],
    });
    const [strict, lenient] = await this.#gateway.listen();
    this.#strictPort = strict?.port ?? 0;
    this.#lenientPort = lenient?.port ?? 0;
  }

  async close(): Promise<void> {
    await this.#gateway?.close(0);
    this.#echo.close();
  }

  begin(): void {
    this.#inspectors.forget();
  }

  /**
   * Sends to the gateway as it stands in service. Where that refuses the request for its form, and the test is
   * about what rules see of it or expects another answer, it is sent again to the lenient listener.
   */
  async run(stage: StageRequest): Promise<Seen> {
    const seen = await this.#send(this.#strictPort, stage);
    // Without an empty line (HTTP/0.9) that one waits for more, and asks no rule.
    const unread = this.#guard.recorded === null && seen.error !== null;
    if (!this.#guard.refusedItself && !unread) return seen;
    if (!looksAtLog(stage.output) && judge(stage.output, seen).passed) return seen;
    return this.#send(this.#lenientPort, stage);
  }

  async #send(port: number, stage: StageRequest): Promise<Seen> {
    const { bytes, output, reflection, format } = stage;
    this.#guard.expect(wantsBlocking(output));
    this.#echo.rules = { reflection, format };
    const answered = await sendBytes(port, bytes, {
      method: /^[^ ]*/.exec(bytes.toString('latin1', 0, 64))?.[0] ?? '',
      timeoutMs: isCutShort(bytes) || !bytes.includes('\r\n\r\n') ? CUT_SHORT_MS : ANSWER_MS,
    });
    const { recorded } = this.#guard;
    await recorded?.ended;
    const record = recordOf(recorded);
    if (answered.kind === 'error') return { status: null, error: answered.error, response: '', ...record };
    const { status, text } = answered.response;
    return { status, error: null, response: text, ...record };
  }
}
