import { createSocket } from 'node:dgram';
import { onTestFinished } from 'vitest';

/** What the server says of a name: its A records, that there is none, a failure, bytes that are no answer, or nothing. */
export type DnsAnswer = readonly string[] | 'not-there' | 'failure' | 'rubbish' | 'silent';

const CODES = { 'not-there': 3, failure: 2 } as const;

/** A small DNS server (RFC 1035 §4) at loopback until the test is finished; keeps the names that it was asked for. */
export async function dnsServer(
  answerOf: (name: string) => DnsAnswer,
): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const name = nameIn(query);
    asked.push(name);
    const answer = answerOf(name);
    if (answer !== 'silent') socket.send(replyTo(query, name, answer), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  return { port: socket.address().port, asked };
}

function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; query[at] !== 0; at += 1 + (query[at] ?? 0)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] ?? 0)));
  }
  return labels.join('.').toLowerCase();
}

function replyTo(query: Buffer, name: string, answer: Exclude<DnsAnswer, 'silent'>): Buffer {
  if (answer === 'rubbish') return Buffer.from('no answer');
  const question = query.subarray(12, 12 + name.length + 2 + 4);
  const records = typeof answer === 'string' ? [] : answer;
  const head = Buffer.alloc(12);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(0x8180 | (typeof answer === 'string' ? CODES[answer] : 0), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, question, ...records.map(recordOf)]);
}

/** An A record of the name of the question, good for 30 seconds. */
function recordOf(address: string): Buffer {
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 30, 0, 4]);
  return Buffer.concat([record, Buffer.from(address.split('.').map(Number))]);
}
