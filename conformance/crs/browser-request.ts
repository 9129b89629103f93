import type { RequestHead } from '@dejfa/seclang';

/** What a browser sends from that address, and no rule of the CRS minds. */
export function browserRequest(clientAddress: string): RequestHead {
  return {
    method: 'GET',
    target: '/index.php',
    httpVersion: '1.1',
    headers: [
      ['Host', 'example.org'],
      ['User-Agent', 'Mozilla/5.0'],
      ['Accept', '*/*'],
    ],
    clientAddress,
    clientPort: 1,
    serverAddress: '192.0.2.2',
    serverPort: 80,
  };
}
