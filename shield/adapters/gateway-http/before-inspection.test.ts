import { expect, it } from 'vitest';
import { connectRaw, options, recordingGuard, serve, startGateway } from './gateway-fixture.ts';

/** A gateway whose requests wait until `go` is called. */
async function waitingGateway() {
  const asked: string[] = [];
  const steps: string[] = [];
  const { promise: wait, resolve: go } = Promise.withResolvers<void>();
  const upstreamPort = await serve((request, response) => {
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on('end', () => response.end(`served ${bytes}`));
  });
  const guard = recordingGuard({
    head() {
      steps.push('head');
      return { kind: 'pass' };
    },
  });
  const { gateway, port } = await startGateway(
    options(upstreamPort, {
      guard,
      beforeInspection(address) {
        asked.push(address);
        return wait;
      },
    }),
  );
  return { gateway, port, guard, asked, steps, go };
}

it('a request waits for what the inspection wants to know of its client, and its body with it', async () => {
  const { port, asked, steps, go } = await waitingGateway();
  const client = await connectRaw(port);
  client.socket.write('POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello');
  await expect.poll(() => asked).toEqual(['127.0.0.1']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([steps, client.text()]).toEqual([[], '']);
  go();
  expect((await client.closed()).text).toMatch(/^HTTP\/1\.1 200 [\s\S]*served 5/);
  expect(steps).toEqual(['head']);
});

it('pipelined requests are answered in their order', async () => {
  const { port, asked, go } = await waitingGateway();
  const client = await connectRaw(port);
  const request = (length: number) =>
    `POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: ${length}\r\n\r\n${'x'.repeat(length)}`;
  client.socket.write(request(1) + request(2));
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  go();
  expect(await client.until(/served 1[\s\S]*served 2/)).toMatch(/served 1[\s\S]*served 2/);
});

it('a client that leaves while it waits is not inspected, and ends once', async () => {
  const { gateway, port, guard, asked, steps, go } = await waitingGateway();
  const client = await connectRaw(port);
  client.socket.write('GET /a HTTP/1.1\r\nHost: h\r\n\r\n');
  await expect.poll(() => asked.length).toBe(1);
  client.socket.destroy();
  await expect.poll(() => guard.ends.length).toBe(1);
  go();
  await gateway.close(1000);
  expect(steps).toEqual([]);
  expect(guard.ends).toMatchObject([{ fault: 'client-left' }]);
});
