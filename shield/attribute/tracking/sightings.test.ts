import { describe, expect, it } from 'vitest';
import type { Event, Fields, Observation } from '../../model/index.ts';
import { sampleEvent, sampleSignal } from '../../testing/samples.ts';
import { type SightingScope, sightingsOf } from './sightings.ts';

const networkOf = (address: string) => (address === '192.0.2.1' ? { asn: 'AS64496', name: 'Example' } : null);
const EVIDENCE: SightingScope = { kind: 'evidence', networkOf };
const STREAM: SightingScope = { kind: 'stream', networkOf };

function observed(fields: Fields, signals: Observation['signals'] = [], changes: Partial<Event> = {}) {
  return { event: sampleEvent({ ...changes, fields }), signals, receipts: [] };
}

function shown(observation: Observation, scope = EVIDENCE): readonly string[] {
  return sightingsOf(observation, scope).map(
    ({ link, from, to }) => `${from.kind} ${from.value} ${link} ${to.kind} ${to.value}`,
  );
}

const REQUEST = { 'c-ip': '203.0.113.9', 'c-uri': '/a/1234?q=x', 'cs-user-agent': 'sqlmap/1.8' };
const CERTIFICATE = 'ab'.repeat(32);

describe('what an event shows of servers', () => {
  const cases: readonly (readonly [string, Fields, readonly string[]])[] = [
    [
      'answers of Zeek, with their network',
      { query: 'Evil.Example.', qtype_name: 'A', answers: ['192.0.2.1', 'cdn.example'] },
      [
        'domain evil.example resolved-to address 192.0.2.1',
        'domain evil.example alias-of domain cdn.example',
        'address 192.0.2.1 in-network network AS64496',
      ],
    ],
    [
      'answers of Sysmon in one text',
      { QueryName: 'evil.example', QueryResults: 'type:  5 cdn.example;::ffff:192.0.2.9;' },
      [
        'domain evil.example alias-of domain cdn.example',
        'domain evil.example resolved-to address 192.0.2.9',
      ],
    ],
    ['no answers to reverse look-ups', { query: '9.2.0.192.in-addr.arpa', answers: ['x.example'] }, []],
    [
      'of a chain of certificates the first',
      {
        'id.resp_h': '192.0.2.9',
        server_name: 'evil.example',
        cert_chain_fps: [CERTIFICATE, 'cd'.repeat(32)],
      },
      [
        `address 192.0.2.9 presented-certificate certificate ${CERTIFICATE}`,
        'address 192.0.2.9 named-by-client domain evil.example',
      ],
    ],
    [
      'how a client of a guarded service asks; what the log calls `s-ip` is that service',
      { ...REQUEST, 's-ip': '192.0.2.80' },
      [
        'address 203.0.113.9 requested-uri-shape uri-shape /a/N?q',
        'address 203.0.113.9 used-user-agent user-agent sqlmap/1.8',
        'address 203.0.113.9 used-tool tool sqlmap',
      ],
    ],
    ['nothing of fields that hold no such values', { query: 7, answers: [null, {}], 'c-ip': 'not one' }, []],
  ];
  it.each(cases)('%s', (_, fields, expected) => {
    expect(shown(observed(fields))).toEqual(expected);
  });

  it('in a running shield learns requests only where a rule matched', () => {
    expect(shown(observed(REQUEST), STREAM)).toEqual([]);
    expect(shown(observed(REQUEST, [sampleSignal(sampleEvent())]), STREAM)).toContain(
      'address 203.0.113.9 used-tool tool sqlmap',
    );
  });

  it('says by which event, and when', () => {
    const observation = observed({ query: 'evil.example', answers: ['192.0.2.9'] }, [], { timeMs: 5 });
    const [sighting] = sightingsOf(observation, EVIDENCE);
    expect(sighting).toMatchObject({ timeMs: 5, eventId: observation.event.id });
  });
});
