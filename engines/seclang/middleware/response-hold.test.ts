import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createInspector } from '../inspector.ts';
import { type Finding, withInspection } from './index.ts';
import type { InspectionOptions } from './options.ts';
import { loaded } from './testing/marker-rules.ts';
import type { RunningServer } from './testing/servers.ts';
import { get, Wire } from './testing/wire.ts';

const open = new Set<RunningServer>();
afterEach(async () => {
  for (const server of open) await server.close();
  open.clear();
});

describe('responses that are held back', () => {
  async function answerTo(listener: RequestListener, options: InspectionOptions = {}) {
    const findings: Finding[] = [];
    const short = createInspector(loaded, { responseBodyLimitBytes: 64 });
    const onMatch = (finding: Finding) => findings.push(finding);
    const server = createServer(withInspection(listener, short, { responses: true, onMatch, ...options }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    open.add({ port, close: () => new Promise((resolve) => void server.close(() => resolve())) });
    const wire = await Wire.open(port);
    onTestFinished(() => wire.destroy());
    wire.write(get('/'));
    return { ...(await wire.answer()), findings };
  }
  const html = { 'content-type': 'text/html', 'x-own': '1' };

  it('go out whole where they are longer than what is inspected, with their own head', async () => {
    const { status, head, body } = await answerTo(async (_, response) => {
      response.writeHead(201, 'Made', html);
      for (let at = 0; at < 40; at += 1) {
        response.write(`${at} 0123456789\n`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      response.end('the end');
    });
    expect([status, body.length, body.slice(-7)]).toEqual([201, 557, 'the end']);
    expect(head).toMatch(/^HTTP\/1\.1 201 Made\r\n[\s\S]*x-own: 1/);
  });

  it.each([
    ['open', 200],
    ['closed', 503],
  ] as const)('cannot be judged where they are compressed: %s', async (onUndetermined, expected) => {
    const { status, findings } = await answerTo(
      (_, response) => {
        response.setHeader('content-encoding', 'gzip');
        response.writeHead(200, ['content-type', 'text/html']);
        response.end('not gzip, but nobody looks');
      },
      { onUndetermined },
    );
    expect(status).toBe(expected);
    await expect.poll(() => findings[0]?.undetermined ?? '').toContain('encoded as gzip');
  });

  it('are refused with nothing of theirs in the head, and what comes after goes nowhere', async () => {
    let isWritten = false;
    const { status, head, body } = await answerTo((_, response) => {
      response.writeHead(200, html);
      response.write('a leaking page');
      response.end('more', () => {
        isWritten = true;
      });
    });
    expect([status, body]).toEqual([502, expect.stringMatching(/^The request was refused/)]);
    expect(head.toLowerCase()).not.toContain('x-own');
    await expect.poll(() => isWritten).toBe(true);
  });
});
