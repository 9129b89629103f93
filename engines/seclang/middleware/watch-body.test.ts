import { createServer } from 'node:http';
import express from 'express';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { expressInspection } from './index.ts';
import { inspector, LIMIT_BYTES } from './testing/marker-rules.ts';
import type { RunningServer } from './testing/servers.ts';
import { post, Wire } from './testing/wire.ts';

const open = new Set<RunningServer>();
afterEach(async () => {
  for (const server of open) await server.close();
  open.clear();
});

describe('behind something that takes its time, when the body is there already', () => {
  async function late(): Promise<Wire> {
    const app = express();
    app.use((_request, _response, next) => void setTimeout(next, 30), expressInspection(inspector));
    app.use(
      (_request, _response, next) => void setTimeout(next, 30),
      express.text({ type: '*/*', limit: '50mb' }),
    );
    app.post('/', (request, response) => void response.send(String(request.body?.length ?? 0)));
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const close = () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    };
    open.add({ port, close });
    const wire = await Wire.open(port);
    onTestFinished(() => wire.destroy());
    return wire;
  }

  it.each([
    ['a form', 'q=hello', '7'],
    ['a body as long as what is inspected', 'x'.repeat(LIMIT_BYTES), String(LIMIT_BYTES)],
    ['a body that fills the buffer', 'x'.repeat(65_536), '65536'],
    ['a body that does not fit into the buffer', 'x'.repeat(3_000_000), '3000000'],
  ])('%s comes through whole', async (_, body, length) => {
    const wire = await late();
    wire.write(post('/', body));
    expect(await wire.answer()).toMatchObject({ status: 200, body: length });
    wire.write(post('/', 'q=attack'));
    expect((await wire.answer()).status).toBe(403);
  });

  it('a body in two halves, and one without bytes', async () => {
    const wire = await late();
    const whole = post('/', 'a=b&q=attack');
    wire.write(whole.slice(0, -6));
    await new Promise((resolve) => setTimeout(resolve, 60));
    wire.write(whole.slice(-6));
    expect((await wire.answer()).status).toBe(403);
    const head =
      'POST / HTTP/1.1\r\nHost: a.example\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n';
    wire.write(`${head}0\r\n\r\n`);
    expect((await wire.answer()).status).toBe(200);
  });
});
