import http from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventually, options, recordingGuard, serve, service, startGateway } from './gateway-fixture.ts';

const CODINGS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  identity: (body) => body,
  gzip: (body) => gzipSync(body),
  deflate: (body) => deflateSync(body),
  br: (body) => brotliCompressSync(body),
  zstd: (body) => zstdCompressSync(body),
};
const LIMIT = 2000;

interface Answer {
  readonly coding: string;
  readonly body: Buffer;
  /** Bytes of each write. */
  readonly pieceBytes: number;
  readonly announced: boolean;
}

const answer: fc.Arbitrary<Answer> = fc.record({
  coding: fc.constantFrom(...Object.keys(CODINGS)),
  body: fc
    .tuple(fc.uint8Array({ maxLength: 40 }), fc.nat(200))
    .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => Buffer.from(bytes)))),
  pieceBytes: fc.integer({ min: 1, max: 5000 }),
  announced: fc.boolean(),
});

function fetchBody(port: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const request = http.get({ port, host: '127.0.0.1', headers: { host: 'portal.test' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks))).on('error', reject);
    });
    request.on('error', reject);
  });
}

test('whatever an upstream sends, in whatever pieces: the client gets it, and the guard its beginning in plain', async () => {
  let next: Answer = { coding: 'identity', body: Buffer.alloc(0), pieceBytes: 1, announced: true };
  let seen: Buffer[] = [];
  const upstream = await serve((_request, response) => {
    const packed = CODINGS[next.coding]?.(next.body) ?? next.body;
    response.writeHead(200, {
      'content-type': 'text/plain',
      'content-encoding': next.coding,
      ...(next.announced ? { 'content-length': packed.length } : {}),
    });
    for (let at = 0; at < packed.length; at += next.pieceBytes)
      response.write(packed.subarray(at, at + next.pieceBytes));
    response.end();
  });
  const guard = recordingGuard({
    wantsResponseBody: true,
    appendResponse: (chunk) => seen.push(Buffer.from(chunk)) > 0,
  });
  const services = [service(upstream, { responseInspectionLimitBytes: LIMIT })];
  const { port, gateway } = await startGateway(options(upstream, { guard, services }));
  await fc.assert(
    fc.asyncProperty(answer, async (one) => {
      next = one;
      seen = [];
      const packed = CODINGS[one.coding]?.(one.body);
      expect(Buffer.compare(await fetchBody(port), packed ?? one.body)).toBe(0);
      const shown = Buffer.concat(seen);
      expect(Buffer.compare(shown, one.body.subarray(0, shown.length))).toBe(0);
      // So much was looked at as is allowed, unless the compressed bytes alone filled the room.
      const room = (packed?.length ?? 0) >= LIMIT ? shown.length : Math.min(LIMIT, one.body.length);
      expect(shown.length).toBe(room);
      await eventually(() => gateway.status().heldBytes === 0 && gateway.status().inFlight === 0);
    }),
    { numRuns: 100 },
  );
  expect(gateway.status()).toMatchObject({ inspectionErrors: 0, internalErrors: 0 });
});
