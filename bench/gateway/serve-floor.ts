// The least that a proxy on node:http and undici can be: fields in, fields out, nothing looked at.
// `node serve-floor.ts UPSTREAM_PORT`; prints the port.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'content-length',
]);
const [upstreamPort = ''] = process.argv.slice(2);
const pool = new Pool(`http://127.0.0.1:${upstreamPort}`, { headersTimeout: 0, bodyTimeout: 0 });

function endToEnd(raw: readonly (string | Buffer)[], dropped: ReadonlySet<string>): string[] {
  const out: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = String(raw[i]);
    if (!dropped.has(name.toLowerCase())) out.push(name, String(raw[i + 1]));
  }
  return out;
}

const CONNECTION_ONLY = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade']);

const server = http.createServer((request, response) => {
  const { method = 'GET', url: path = '/' } = request;
  const hasBody = request.headers['content-length'] !== undefined;
  pool.dispatch(
    { method, path, headers: endToEnd(request.rawHeaders, HOP_BY_HOP), body: hasBody ? request : null },
    {
      onRequestStart: () => undefined,
      onResponseStart(controller, status) {
        const { rawHeaders } = controller;
        response.writeHead(status, Array.isArray(rawHeaders) ? endToEnd(rawHeaders, CONNECTION_ONLY) : []);
      },
      onResponseData(_controller, chunk) {
        response.write(chunk);
      },
      onResponseEnd: () => void response.end(),
      onResponseError: () => void response.destroy(),
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port }));
});
process.on('SIGTERM', () => process.exit(0));
