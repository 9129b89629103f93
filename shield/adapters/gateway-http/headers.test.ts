import type http from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bodyOf,
  connectRaw,
  exchangeRaw,
  get,
  options,
  recordingGuard,
  serve,
  serveRaw,
  startGateway,
} from './gateway-fixture.ts';

/** Answers with the fields as they came, one JSON array of pairs. */
function mirror(): Promise<number> {
  return serve((request, response) => {
    const pairs: string[][] = [];
    for (let i = 0; i < request.rawHeaders.length; i += 2) pairs.push(request.rawHeaders.slice(i, i + 2));
    response.end(JSON.stringify(pairs));
  });
}

async function fieldsAtUpstream(port: number, fields: readonly string[]): Promise<string[][]> {
  return JSON.parse(fromUtf8(bodyOf((await exchangeRaw(port, get('/', fields))).text)));
}

/** The mirror writes UTF-8, the client reads latin1. */
function fromUtf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}

/** What the gateway, and undici below it, write of their own. */
const OWN = new Set([
  'host',
  'connection',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'via',
]);

function withoutOwn(pairs: readonly string[][]): string[][] {
  return pairs.filter(([name]) => !OWN.has(name?.toLowerCase() ?? ''));
}

describe('request fields', () => {
  test('pass as they came, repeated ones and bytes above 127 included', async () => {
    const { port } = await startGateway(options(await mirror()));
    const pairs = await fieldsAtUpstream(port, [
      'Accept: a',
      'X-Twice: 1',
      'x-twice: 2',
      'X-Latin: caf\xe9',
      'Cookie: a=b',
      'X-Empty:',
    ]);
    expect(withoutOwn(pairs)).toEqual([
      ['Accept', 'a'],
      ['X-Twice', '1'],
      ['x-twice', '2'],
      ['X-Latin', 'caf\xe9'],
      ['Cookie', 'a=b'],
      ['X-Empty', ''],
    ]);
  });

  test.each([
    ['Keep-Alive', ['Keep-Alive: timeout=5']],
    ['Proxy-Connection', ['Proxy-Connection: keep-alive']],
    ['TE', ['TE: trailers']],
    ['Upgrade', ['Upgrade: h2c']],
    ['HTTP2-Settings', ['HTTP2-Settings: AAMA']],
    ['Trailer', ['Trailer: X-A']],
    ['Proxy (httpoxy)', ['Proxy: http://other.test']],
    ['one that Connection lists', ['Connection: X-Hop, close', 'X-Hop: 1']],
    ['one that Connection lists with an underscore', ['Connection: x_hop', 'X-Hop: 1']],
    ['a forged Forwarded', ['Forwarded: for=192.0.2.1']],
    ['a forged X-Real-IP', ['X-Real-IP: 192.0.2.1']],
    ['a forged X_Forwarded_For, which CGI reads as the real one', ['X_Forwarded_For: 192.0.2.1']],
  ])('drop %s', async (_name, fields) => {
    const { port } = await startGateway(options(await mirror()));
    expect(withoutOwn(await fieldsAtUpstream(port, fields))).toEqual([]);
  });

  test('Connection cannot take away Host or the length', async () => {
    const { port } = await startGateway(options(await mirror()));
    const pairs = await fieldsAtUpstream(port, [
      'Connection: host, content-type',
      'Content-Type: text/plain',
    ]);
    expect(pairs).toContainEqual(['host', 'portal.test']);
    expect(pairs).toContainEqual(['Content-Type', 'text/plain']);
  });

  test('Via says who passed them on', async () => {
    const { port } = await startGateway(options(await mirror()));
    const pairs = await fieldsAtUpstream(port, ['Via: 1.0 other']);
    expect(pairs.filter(([name]) => name === 'Via')).toEqual([
      ['Via', '1.0 other'],
      ['Via', '1.1 dejfa'],
    ]);
  });

  test('any set of end-to-end fields passes unchanged and in order', async () => {
    const guard = recordingGuard();
    const { port } = await startGateway(options(await mirror(), { guard }));
    const client = await connectRaw(port);
    const name = fc
      .stringMatching(/^[A-Za-z!#$%&'*.^`|~][A-Za-z0-9!#$%&'*+.^`|~-]{0,20}$/)
      .map((text) => `Q${text}`);
    const value = fc.stringMatching(
      /^(?:[\x21-\x7e\x80-\xff](?:[\x20-\x7e\x80-\xff\t]{0,40}[\x21-\x7e\x80-\xff])?)?$/,
    );
    const hop = fc.constantFrom(
      'Keep-Alive: 5',
      'TE: trailers',
      'Proxy-Connection: x',
      'Upgrade: h2c',
      'X-Forwarded-For: 1.2.3.4',
    );
    const pairs = fc.array(fc.tuple(name, value), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(pairs, fc.array(hop, { maxLength: 3 }), async (fields, hops) => {
        const before = client.text().length;
        const lines = [...fields.map(([n, v]) => `${n}: ${v}`), ...hops];
        client.socket.write(['GET / HTTP/1.1', 'Host: portal.test', ...lines, '', ''].join('\r\n'), 'latin1');
        await client.until(new RegExp(`^[\\s\\S]{${before}}[\\s\\S]*\\]\\]$`));
        const text = fromUtf8(bodyOf(client.text().slice(before)));
        expect(withoutOwn(JSON.parse(text))).toEqual(fields);
        expect(guard.heads.at(-1)?.headers.slice(1, fields.length + 1)).toEqual(fields);
      }),
      { numRuns: 150 },
    );
  });
});

describe('response fields', () => {
  async function answer(head: string, request = get('/')): Promise<string> {
    const upstream = await serveRaw((socket) => {
      socket.on('data', () => socket.write(head, 'latin1'));
    });
    const { port } = await startGateway(options(upstream));
    return (await exchangeRaw(port, request)).text;
  }

  test('pass as they came, but for what concerns one connection only', async () => {
    const text = await answer(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-Latin: caf\xe9\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nUpgrade: h2\r\nProxy-Connection: x\r\n\r\nok',
    );
    const lines = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
    expect(lines).toEqual([
      'HTTP/1.1 200 OK',
      'Content-Length: 2',
      'Set-Cookie: a=1',
      'set-cookie: b=2',
      'X-Latin: caf\xe9',
      'Via: 1.1 dejfa',
      expect.stringMatching(/^Date: /),
      'Connection: close',
    ]);
    expect(bodyOf(text)).toBe('ok');
  });

  test.each([
    [
      '204',
      'HTTP/1.1 204 No Content\r\nX-A: b\r\n\r\n',
      get('/'),
      /^HTTP\/1\.1 204 (?![\s\S]*(?:Transfer-Encoding|Content-Length))[\s\S]*\r\n\r\n$/,
    ],
    [
      '304 with the length of what it stands for',
      'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nContent-Length: 100\r\n\r\n',
      get('/'),
      /^HTTP\/1\.1 304 [\s\S]*Content-Length: 100[\s\S]*\r\n\r\n$/,
    ],
    [
      'HEAD with the length of what it stands for',
      'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n',
      get('/').replace('GET', 'HEAD'),
      /^HTTP\/1\.1 200 [\s\S]*Content-Length: 100[\s\S]*\r\n\r\n$/,
    ],
    ['a status without a name', 'HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n', get('/'), /^HTTP\/1\.1 599 /],
    ['a body ended by the connection', 'HTTP/1.0 200 OK\r\n\r\n', get('/'), /^HTTP\/1\.1 200 /],
  ])('%s', async (name, head, request, expected) => {
    const upstream = await serveRaw((socket) => {
      socket.on('data', () => (name.startsWith('a body') ? socket.end(head) : socket.write(head)));
    });
    const { port } = await startGateway(options(upstream));
    expect((await exchangeRaw(port, request)).text).toMatch(expected);
  });

  test('trailers pass, with the field that announces them', async () => {
    const text = await answer(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 9\r\n\r\n',
    );
    expect(text).toMatch(/\r\nTrailer: X-Sum\r\n[\s\S]*2\r\nok\r\n0\r\nX-Sum: 9\r\n\r\n$/);
  });

  test('HTTP/1.0 clients get no chunks and no trailers', async () => {
    const text = await answer(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 9\r\n\r\n',
      'GET / HTTP/1.0\r\nHost: portal.test\r\n\r\n',
    );
    expect(text).not.toMatch(/chunked|Trailer|X-Sum/);
    expect(bodyOf(text)).toBe('ok');
  });

  test('103 hints pass before the answer', async () => {
    const upstream = await serve((_request, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload; as=style' }, () => response.end('ok'));
    });
    const { port } = await startGateway(options(upstream));
    const { text } = await exchangeRaw(port, get('/'));
    expect(text).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a\.css>; rel=preload; as=style\r\n\r\nHTTP\/1\.1 200 OK/,
    );
  });

  test('the head does not wait for the body', async () => {
    let upstreamResponse: http.ServerResponse | undefined;
    const upstream = await serve((_request, response) => {
      upstreamResponse = response;
      response.writeHead(200, { 'X-Early': 'yes' });
      response.flushHeaders();
    });
    const { port } = await startGateway(options(upstream));
    const client = await connectRaw(port);
    client.socket.write(get('/'), 'latin1');
    await client.until(/X-Early: yes[\s\S]*\r\n\r\n/);
    upstreamResponse?.end('late');
    expect((await client.closed()).text).toContain('late');
  });
});
