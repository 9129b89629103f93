import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CollectingSink } from '../source/collecting-sink.ts';
import type { IntakeRequest } from './intake-message.ts';
import { type IntakeOptions, IntakeReader } from './intake-reader.ts';
import { answerIntake } from './node-http.ts';

const TOKEN = 'a-token-of-32-characters-exactly';

async function open(options: Partial<IntakeOptions> = {}) {
  const sink = new CollectingSink();
  const intake = new IntakeReader({
    name: 'intake',
    service: 'portal',
    format: 'auto',
    sink,
    token: TOKEN,
    ...options,
  });
  await intake.start();
  return { sink, intake };
}

async function* bodyOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 5);
  yield bytes.subarray(5);
}

function request(body: string | Buffer, change: Partial<IntakeRequest> = {}): IntakeRequest {
  return {
    method: 'POST',
    authorization: `Bearer ${TOKEN}`,
    contentEncoding: null,
    contentLength: null,
    body: bodyOf(Buffer.from(body)),
    ...change,
  };
}

describe('IntakeReader', () => {
  it('answers 200 once the events are kept, with an error for each bad line', async () => {
    const { sink, intake } = await open();
    const answer = await intake.receive(request('{"a":1}\n\nnot json\n{"a":2}'));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({
      lines: 4,
      events: 3,
      unparsed: 1,
      errors: [{ line: 3, reason: expect.stringMatching(/^not JSON: /) }],
    });
    expect(sink.events.map(({ format, service }) => [format, service])).toEqual([
      ['json', 'portal'],
      ['unparsed', 'portal'],
      ['json', 'portal'],
    ]);
  });

  it('takes gzip', async () => {
    const { sink, intake } = await open();
    const answer = await intake.receive(request(gzipSync('{"a":1}\n'), { contentEncoding: 'gzip' }));
    expect(answer.status).toBe(200);
    expect(sink.raws).toEqual(['{"a":1}']);
  });

  const refused: readonly (readonly [string, IntakeRequest, number, RegExp])[] = [
    ['no token', request('x', { authorization: null }), 401, /no token/],
    ['a wrong token', request('x', { authorization: `Bearer ${TOKEN}x` }), 401, /wrong/],
    ['another scheme', request('x', { authorization: `Basic ${TOKEN}` }), 401, /no token/],
    ['GET', request('x', { method: 'GET' }), 405, /POST/],
    ['a stated length over the limit', request('x', { contentLength: '200' }), 413, /100 bytes/],
    ['a body over the limit', request('x'.repeat(200)), 413, /100 bytes/],
    ['another encoding', request('x', { contentEncoding: 'br' }), 415, /gzip/],
    ['broken gzip', request('xxxxxxxxxx', { contentEncoding: 'gzip' }), 400, /damaged gzip/],
    ['a gzip bomb', request(gzipSync(Buffer.alloc(50_000)), { contentEncoding: 'gzip' }), 413, /unpacked/],
  ];

  it.each(refused)('refuses %s', async (_, message, status, error) => {
    const { sink, intake } = await open({ bodyLimitBytes: 100, unpackedLimitBytes: 10_000 });
    const answer = await intake.receive(message);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).error).toMatch(error);
    expect(sink.events).toEqual([]);
  });

  it('answers 503 when the events cannot be kept, and recovers', async () => {
    const { sink, intake } = await open();
    sink.before = async () => {
      throw new Error('disk full');
    };
    const answer = await intake.receive(request('{"a":1}'));
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '2']);
    expect(intake.status().error).toBe('events could not be kept: disk full');
    sink.before = async () => undefined;
    expect((await intake.receive(request('{"a":1}'))).status).toBe(200);
    expect(intake.status().error).toBeNull();
  });

  it('answers 429 to more requests at once than the limit, and drains on stop', async () => {
    const { sink, intake } = await open({ requestLimit: 1 });
    let release: () => void = () => undefined;
    let waits = false;
    sink.before = () =>
      new Promise<void>((resolve) => {
        waits = true;
        release = resolve;
      });
    const first = intake.receive(request('{"a":1}'));
    await expect.poll(() => waits).toBe(true);
    expect((await intake.receive(request('{"a":2}'))).status).toBe(429);
    const stopped = intake.stop();
    expect((await intake.receive(request('{"a":3}'))).status).toBe(503);
    release();
    await stopped;
    expect((await first).status).toBe(200);
    expect(sink.raws).toEqual(['{"a":1}']);
  });

  it('is served by node:http', async () => {
    const { sink, intake } = await open({ bodyLimitBytes: 1_000 });
    const server = createServer((incoming, response) => void answerIntake(intake, incoming, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const headers = { authorization: `Bearer ${TOKEN}` };
    const ok = await fetch(url, { method: 'POST', headers, body: '{"a":1}\n' });
    expect([ok.status, await ok.json()]).toEqual([200, { lines: 1, events: 1, unparsed: 0, errors: [] }]);
    const tooLarge = await fetch(url, { method: 'POST', headers, body: 'x'.repeat(5_000) });
    expect(tooLarge.status).toBe(413);
    expect(sink.raws).toEqual(['{"a":1}']);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});
