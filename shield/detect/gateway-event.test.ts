import { expect, it } from 'vitest';
import { countingIds } from '../testing/samples.ts';
import { type Exchange, eventOfExchange } from './gateway-event.ts';
import { observationOfRefusal } from './refusal.ts';

const EXCHANGE: Exchange = {
  id: 'event-1',
  startMs: 5,
  service: 'portal',
  head: {
    method: 'POST',
    target: '/login?next=%2F',
    httpVersion: '1.1',
    headers: [
      ['Host', 'portal.example.gov'],
      ['COOKIE', 'session=secret'],
      ['User-Agent', 'test'],
    ],
    clientAddress: '203.0.113.9',
    clientPort: 1,
    serverAddress: '127.0.0.1',
    serverPort: 80,
  },
  end: { status: 403, requestBytes: 10, responseBytes: 20, durationMs: 1.6 },
  bodyExcerpt: 'user=a',
  simulated: false,
};

it('makes an event with the field names of the web server taxonomy and without secrets', () => {
  const event = eventOfExchange(EXCHANGE, new Set(['cookie']));
  expect(event.raw).toBe(
    'POST /login?next=%2F HTTP/1.1\r\nHost: portal.example.gov\r\nCOOKIE: [redacted, 14 bytes]\r\nUser-Agent: test\r\n\r\nuser=a',
  );
  expect(event).toMatchObject({ service: 'portal', actor: { kind: 'address', value: '203.0.113.9' } });
  expect(event.fields).toMatchObject({
    'cs-method': 'POST',
    'cs-uri-stem': '/login',
    'cs-uri-query': 'next=%2F',
    'c-uri': '/login?next=%2F',
    'sc-status': 403,
    'cs-user-agent': 'test',
    'time-taken': 2,
  });
});

it.each([
  ['conflicting-length', 'Malformed request', 'intrusion-attempts', 'medium'],
  ['slow-head', 'Connection held open by sending slowly', 'availability', 'low'],
  ['head-too-large', 'Request head larger than allowed', 'intrusion-attempts', 'low'],
] as const)('makes of the refusal %s a signal and a receipt', (code, title, rsit, severity) => {
  const refusal = {
    timeMs: 7,
    clientAddress: '203.0.113.9',
    serverPort: 80,
    code,
    excerpt: 'GET',
    status: 400,
  };
  const observation = observationOfRefusal(refusal, {
    id: '00000000-0000-7000-8000-000000000abc',
    ids: countingIds(),
    simulated: true,
  });
  expect(observation.signals).toMatchObject([
    { rule: { engine: 'gateway', id: code, title }, rsit, severity, effect: 'blocked' },
  ]);
  expect(observation.receipts).toMatchObject([
    { effect: 'blocked', decisionId: null, reference: '0000-0000-02NW' },
  ]);
  expect(observation.event).toMatchObject({
    simulated: true,
    raw: 'GET',
    fields: { 'sc-status': 400, fault: code },
  });
});
