import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MessageChannel } from './message-channel.ts';
import type { Envelope } from './messages.ts';

/** Two ends of one channel; what is written to the first arrives at the second in pieces of `pieceBytes`. */
function connect(pieceBytes: number) {
  const received: Envelope<unknown>[] = [];
  const far = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const near = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length; at += pieceBytes) far.push(chunk.subarray(at, at + pieceBytes));
      done();
    },
  });
  new MessageChannel<unknown, unknown>(far, (envelope) => received.push(envelope));
  return { channel: new MessageChannel<unknown, unknown>(near, () => undefined), received };
}

it('carries messages and bodies whole, however the stream cuts them', async () => {
  const messages = fc.array(fc.tuple(fc.nat(), fc.json(), fc.uint8Array({ maxLength: 50 })), {
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(messages, fc.integer({ min: 1, max: 40 }), async (sent, pieceBytes) => {
      const { channel, received } = connect(pieceBytes);
      for (const [id, message, body] of sent) channel.send(id, message, body);
      for (let turn = 0; turn < 200 && received.length < sent.length; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(received.map(({ id, message, body }) => [id, message, [...body]])).toEqual(
        sent.map(([id, message, body]) => [id, message, [...body]]),
      );
    }),
    { numRuns: 60 },
  );
});
