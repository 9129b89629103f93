import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { ResponseHead } from '../api.ts';
import type { Inspection } from './inspection.ts';
import type { Refusal } from './options.ts';

type Callback = (error?: Error | null) => void;

/** A call that the application made and that waits for the verdict. */
type Held = () => void;

/**
 * Puts phases 3 and 4 between the application and its response. The head waits for phase 3; the body, where rules
 * want to see it, waits for phase 4, up to the inspector's limit. `refuse` is called with nothing sent yet; what the
 * application writes after that goes nowhere.
 */
export function holdResponse(
  outgoing: ServerResponse,
  inspection: Inspection,
  refuse: (refusal: Refusal) => void,
): void {
  new ResponseHold(outgoing, inspection, refuse).begin();
}

const METHODS = ['writeHead', 'write', 'end', 'flushHeaders'] as const;

type Method = (typeof METHODS)[number];

/**
 * `waiting` for the head; `holding` the body back; `open`: calls go through; `refused`: they go nowhere.
 * Its methods stay in place, as others may have been put over them.
 */
class ResponseHold {
  readonly #outgoing: ServerResponse;
  readonly #inspection: Inspection;
  readonly #refuse: (refusal: Refusal) => void;
  readonly #originals: Readonly<Record<Method, unknown>>;
  readonly #held: Held[] = [];
  #state: 'waiting' | 'holding' | 'open' | 'refused' = 'waiting';

  constructor(outgoing: ServerResponse, inspection: Inspection, refuse: (refusal: Refusal) => void) {
    this.#outgoing = outgoing;
    this.#inspection = inspection;
    this.#refuse = refuse;
    const { writeHead, write, end, flushHeaders } = outgoing;
    this.#originals = { writeHead, write, end, flushHeaders };
  }

  begin(): void {
    const answers = {
      writeHead: (head) => this.#writeHead(head),
      write: (body) => this.#write(body),
      end: (body) => this.#end(body),
      flushHeaders: () => this.#flushHeaders(),
    } satisfies Record<Method, (parameters: readonly unknown[]) => unknown>;
    for (const name of METHODS) {
      Reflect.set(this.#outgoing, name, (...parameters: readonly unknown[]) => answers[name](parameters));
    }
  }

  #writeHead(head: readonly unknown[]): ServerResponse {
    if (this.#state === 'waiting') this.#decideHead(head);
    if (this.#state === 'holding') this.#held.unshift(() => this.#call('writeHead', head));
    else this.#call('writeHead', head);
    return this.#outgoing;
  }

  #flushHeaders(): void {
    if (this.#state === 'waiting') this.#decideHead([]);
    if (this.#state === 'open') this.#call('flushHeaders', []);
  }

  #write(body: readonly unknown[]): boolean {
    if (this.#state === 'waiting') this.#decideHead([]);
    if (this.#state !== 'holding') return this.#call('write', body) === true;
    this.#held.push(() => this.#call('write', body));
    if (!this.#show(body)) this.#decideBody();
    return true;
  }

  #end(body: readonly unknown[]): ServerResponse {
    if (this.#state === 'waiting') this.#decideHead([]);
    if (this.#state === 'holding') {
      this.#held.push(() => this.#call('end', body));
      this.#show(body);
      this.#decideBody();
    } else this.#call('end', body);
    return this.#outgoing;
  }

  /** Phase 3; the body is held back only where rules want to see it and can read it. */
  #decideHead(head: readonly unknown[]): void {
    const { transaction } = this.#inspection;
    const answer = responseHead(this.#outgoing, head);
    this.#state = 'open';
    const refusal = this.#inspection.rule(transaction.responseHeaders(answer));
    if (refusal !== null) this.#answer(refusal);
    else if (transaction.wantsResponseBody) {
      const encoding = answer.headers.find(([name]) => name === 'content-encoding')?.[1] ?? 'identity';
      if (encoding === 'identity') this.#state = 'holding';
      else this.#giveUp(encoding);
    }
  }

  /** What a compressor of the application's has been over cannot be read any more. */
  #giveUp(encoding: string): void {
    const reason = `the response was encoded as ${encoding} before it could be inspected`;
    const seen = this.#inspection.rule(this.#inspection.transaction.responseBody());
    const refusal = seen ?? this.#inspection.rule({ kind: 'undetermined', reason });
    if (refusal !== null) this.#answer(refusal);
  }

  /** Phase 4 over what was shown. */
  #decideBody(): void {
    this.#state = 'open';
    const refusal = this.#inspection.rule(this.#inspection.transaction.responseBody());
    if (refusal !== null) this.#answer(refusal);
    else for (const call of this.#held.splice(0)) call();
  }

  /** Shows a piece of the body; false when no more is wanted. */
  #show([chunk, encoding]: readonly unknown[]): boolean {
    if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) return true;
    const charset = typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8';
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, charset) : chunk;
    return this.#inspection.transaction.appendResponseBody(bytes);
  }

  #answer(refusal: Refusal): void {
    const outgoing = this.#outgoing;
    for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
    this.#refuse(refusal);
    this.#state = 'refused';
    // The application waits for what it wrote to be gone; it is.
    for (const call of this.#held.splice(0)) call();
  }

  #call(method: Method, parameters: readonly unknown[]): unknown {
    if (this.#state !== 'refused') {
      return Reflect.apply(this.#originals[method] as () => unknown, this.#outgoing, parameters);
    }
    const callback = parameters.findLast((one) => typeof one === 'function') as Callback | undefined;
    if (callback !== undefined) process.nextTick(callback);
    return true;
  }
}

/** The head that would go out: what was set before, and what `writeHead(status, [reason], [headers])` adds. */
function responseHead(outgoing: ServerResponse, head: readonly unknown[]): ResponseHead {
  const status = typeof head[0] === 'number' ? head[0] : outgoing.statusCode;
  const given = head.find((one) => typeof one === 'object' && one !== null);
  const added = Array.isArray(given) ? pairsOf(given) : Object.entries((given ?? {}) as OutgoingHttpHeaders);
  const names = new Set(added.map(([name]) => name.toLowerCase()));
  const before = Object.entries(outgoing.getHeaders()).filter(([name]) => !names.has(name));
  const headers = [...before, ...added].flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name.toLowerCase(), String(one)] as const),
  );
  return { status, httpVersion: '1.1', headers };
}

/** `writeHead` takes pairs, and names and values in turn. */
function pairsOf(given: readonly unknown[]): readonly (readonly [string, unknown])[] {
  return given.flatMap((one, at) => {
    if (Array.isArray(one)) return [[String(one[0]), one[1]] as const];
    return at % 2 === 0 && !Array.isArray(given[0]) ? [[String(one), given[at + 1]] as const] : [];
  });
}
