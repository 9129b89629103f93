import { readLenientBody, readLenientHead } from '../../adapters/gateway-http/index.ts';
import type { Seen } from './judge.ts';
import { type FtwOutput, looksAtLog, type Reflection } from './test-case.ts';

/** A stage, ready to be sent. */
export interface StageRequest {
  readonly bytes: Buffer;
  readonly output: FtwOutput;
  readonly reflection: Reflection | null;
  readonly format: 3 | 4;
}

/** What tests are sent to: the gateway over a socket, or the engine in this process. */
export interface FtwTarget {
  /** A test begins: what rules keep between requests is forgotten, so that no test depends on those before it. */
  begin(): void;
  run(stage: StageRequest): Promise<Seen>;
}

/** Largest head that the gateway takes by default, and most fields. */
export const HEAD_LIMITS = { headBytes: 32 * 1024, headerCount: 128 } as const;

/** Bytes of a response that rules are shown. */
export const RESPONSE_LIMIT_BYTES = 1024 * 1024;

/**
 * True where a refusal by the rules is expected. All other tests run without blocking, as the authors of the rules
 * run theirs: a rule that blocks would keep those after it from having their turn.
 */
export function wantsBlocking(output: FtwOutput): boolean {
  return !looksAtLog(output) && output.statuses.includes(403);
}

/** True where the bytes end before the request does, and no answer will come. */
export function isCutShort(bytes: Buffer): boolean {
  const reading = readLenientHead(bytes, HEAD_LIMITS);
  if (reading.kind !== 'head') return reading.kind === 'more';
  return readLenientBody(bytes.subarray(reading.headBytes), reading.facts.contentLength).kind === 'more';
}
