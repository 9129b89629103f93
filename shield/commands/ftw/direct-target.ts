import { STATUS_CODES } from 'node:http';
import {
  BytesCheck,
  decodedBody,
  isHoldable,
  readLenientBody,
  readLenientHead,
} from '../../adapters/gateway-http/index.ts';
import type { Ruling } from '../../ports/index.ts';
import { echo } from './echo.ts';
import { responseFields } from './echo-server.ts';
import { judge, type Seen } from './judge.ts';
import { type FtwInspectors, RecordedRequest, recordOf } from './recording-guard.ts';
import {
  type FtwTarget,
  HEAD_LIMITS,
  RESPONSE_LIMIT_BYTES,
  type StageRequest,
  wantsBlocking,
} from './stage-request.ts';
import { looksAtLog, type Reflection } from './test-case.ts';

type SoundHead = Extract<ReturnType<typeof readLenientHead>, { kind: 'head' }>;

/** Runs stages through the engine in this process: the gateway's readers, the same upstream, and no socket. */
export class DirectTarget implements FtwTarget {
  readonly #inspectors: FtwInspectors;
  readonly #nowMs: number;
  readonly #check = new BytesCheck();

  constructor(inspectors: FtwInspectors, nowMs: number) {
    this.#inspectors = inspectors;
    this.#nowMs = nowMs;
  }

  begin(): void {
    this.#inspectors.forget();
  }

  async run(stage: StageRequest): Promise<Seen> {
    if (!looksAtLog(stage.output)) {
      const fault = await this.#check.refusalOf(stage.bytes);
      const seen = fault === null ? null : answered(null, fault.status);
      if (seen !== null && judge(stage.output, seen).passed) return seen;
    }
    const reading = readLenientHead(stage.bytes, HEAD_LIMITS);
    if (reading.kind === 'more') return failed(null, 'no answer in time');
    if (reading.kind === 'refused') return answered(null, reading.fault.status);
    return this.#inspect(stage, reading);
  }

  async #inspect(stage: StageRequest, reading: SoundHead): Promise<Seen> {
    const { method, target, httpVersion, rawHeaders } = reading.head;
    const head = { method, target, httpVersion, headers: pairsOf(rawHeaders), ...NOWHERE };
    const { blocking, detecting } = this.#inspectors;
    const inspector = wantsBlocking(stage.output) ? blocking : detecting;
    const recorded = new RecordedRequest(inspector, head, { nowMs: this.#nowMs });
    const ruling = recorded.head();
    const answer = ruling.kind === 'block' ? ruling.status : await inspectBody(recorded, stage, reading);
    recorded.end();
    return typeof answer === 'string' ? failed(recorded, answer) : answered(recorded, answer);
  }
}

/** Addresses are the recorded request's own. */
const NOWHERE = { clientAddress: '', clientPort: 0, serverAddress: '', serverPort: 0 };

/** What comes after phase 1: an answer, a status of the gateway's own, or why there is no answer. */
async function inspectBody(
  recorded: RecordedRequest,
  stage: StageRequest,
  reading: SoundHead,
): Promise<Reflection | number | string> {
  const { facts, head, headBytes } = reading;
  const body = readLenientBody(stage.bytes.subarray(headBytes), facts.contentLength);
  if (body.kind === 'more') return 'no answer in time';
  if (body.kind === 'bad') return 400;
  if (recorded.wantsBody && body.bytes.length > 0) recorded.append(body.bytes);
  const ruling = recorded.body();
  if (ruling.kind === 'block') return ruling.status;
  if (facts.unforwardable !== undefined)
    return facts.unforwardable.status === 0 ? 'closed without an answer' : facts.unforwardable.status;
  const request = {
    method: head.method,
    path: facts.path,
    headers: pairsOf(head.rawHeaders),
    body: body.bytes.toString('latin1'),
  };
  const response = echo(request, stage);
  const outcome = await inspectResponse(recorded, response, head.method);
  return outcome.kind === 'block' ? outcome.status : response;
}

async function inspectResponse(
  recorded: RecordedRequest,
  response: Reflection,
  method: string,
): Promise<Ruling> {
  const headers = responseFields(response);
  const ruling = recorded.response({ status: response.status, httpVersion: '1.1', headers });
  if (ruling.kind === 'block') return ruling;
  const fields = headers.flat();
  if (isHoldable(method, response.status, fields) && recorded.wantsResponseBody) {
    const body = Buffer.from(response.body, 'latin1');
    const shown = await decodedBody(fields, body, RESPONSE_LIMIT_BYTES);
    if (shown.length > 0) recorded.appendResponse(shown);
  }
  return recorded.responseBody();
}

function answered(recorded: RecordedRequest | null, answer: Reflection | number): Seen {
  const { status, headers, body } =
    typeof answer === 'number' ? { status: answer, headers: [], body: '' } : answer;
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const response = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${fields}\r\n${body}`;
  return { status, error: null, response, ...recordOf(recorded) };
}

function failed(recorded: RecordedRequest | null, error: string): Seen {
  return { status: null, error, response: '', ...recordOf(recorded) };
}

function pairsOf(flat: readonly string[]): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([flat[i] ?? '', flat[i + 1] ?? '']);
  return pairs;
}
