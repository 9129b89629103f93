import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLenientBody, readLenientHead } from '../../shield/adapters/gateway-http/index.ts';
import { parseTestFile } from '../../shield/commands/ftw/parse-test-file.ts';
import { requestBytes } from '../../shield/commands/ftw/request-bytes.ts';
import { HEAD_LIMITS } from '../../shield/commands/ftw/stage-request.ts';
import type { FtwTest } from '../../shield/commands/ftw/test-case.ts';
import { CRS_TESTS_DIR } from './rule-files.ts';

/** A request as bytes in latin1 strings, ready for the engine. */
export interface CrsRequest {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** Where requests come from and go to. */
export const ADDRESSES = {
  clientAddress: '127.0.0.1',
  clientPort: 40000,
  serverAddress: '127.0.0.1',
  serverPort: 80,
} as const;

/** The rule set's regression tests. */
export function readTests(): readonly FtwTest[] {
  const files = globSync(join(CRS_TESTS_DIR, '*/*.yaml')).sort();
  return files.flatMap((file) => parseTestFile(file, readFileSync(file, 'utf8')));
}

/** Every request of the tests that is one, to be put to other uses. */
export function readRequests(): readonly CrsRequest[] {
  const stages = readTests().flatMap((test) => test.stages);
  return stages.flatMap(({ input }): readonly CrsRequest[] => {
    const bytes = requestBytes(input, { cookie: '', location: null });
    const reading = readLenientHead(bytes, HEAD_LIMITS);
    if (reading.kind !== 'head') return [];
    const body = readLenientBody(bytes.subarray(reading.headBytes), reading.facts.contentLength);
    if (body.kind === 'bad') return [];
    const { rawHeaders, ...line } = reading.head;
    const headers = rawHeaders.flatMap((name, index) =>
      index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : [],
    );
    return [{ ...line, headers, body: body.bytes.toString('latin1') }];
  });
}
