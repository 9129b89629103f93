import { loadRules, type RequestHead } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { ServiceCollections } from './service-collections.ts';
import { type InspectedService, serviceInspector } from './service-policies.ts';

const HEAD: RequestHead = {
  method: 'GET',
  target: '/',
  httpVersion: '1.1',
  headers: [],
  clientAddress: '192.0.2.1',
  clientPort: 1,
  serverAddress: '192.0.2.2',
  serverPort: 80,
};
const RULES = `SecAction "id:1,phase:1,pass,nolog,initcol:ip=%{REMOTE_ADDR},setvar:ip.seen=+1"
SecRule IP:SEEN "@gt 2" "id:2,phase:1,deny"`;

function ask(name: string, collections: ServiceCollections): string {
  const rules = loadRules([{ path: 'r.conf', text: RULES }], { include: () => null, data: () => null });
  const service: InspectedService = {
    name,
    paranoia: 1,
    thresholds: { inbound: 5, outbound: 4 },
    bodyInspectionLimitBytes: 1024,
    responseInspectionLimitBytes: 1024,
    collections: collections.of(name),
  };
  const inspector = serviceInspector(service, { rules, variables: {}, mode: 'block' });
  const transaction = inspector.begin(HEAD, { nowMs: 0, uniqueId: 'u' });
  const verdict = transaction.requestHeaders();
  transaction.end();
  return verdict.kind;
}

describe('counts over requests', () => {
  it('outlive the inspector, and are of one service alone', () => {
    const collections = new ServiceCollections();
    const seen = ['a', 'a', 'b', 'a', 'b'].map((name) => ask(name, collections));
    expect(seen).toEqual(['pass', 'pass', 'pass', 'block', 'pass']);
  });
});
