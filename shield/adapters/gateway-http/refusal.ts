import type { IncomingMessage } from 'node:http';

const EXCERPT_BYTES = 1024;

/** The first 1,024 bytes of a packet that the parser refused, latin1; empty when it kept none. */
export function excerptOfPacket(packet: Buffer | undefined): string {
  return packet === undefined ? '' : packet.toString('latin1', 0, EXCERPT_BYTES);
}

/** The head written out again as it came, cut to 1,024 characters. */
export function excerptOfHead(request: IncomingMessage): string {
  const { rawHeaders } = request;
  let text = `${request.method} ${request.url?.slice(0, EXCERPT_BYTES)} HTTP/${request.httpVersion}\r\n`;
  for (let i = 0; i + 1 < rawHeaders.length && text.length < EXCERPT_BYTES; i += 2) {
    text += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`;
  }
  return text.slice(0, EXCERPT_BYTES);
}
