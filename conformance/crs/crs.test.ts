import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInspector, loadRules } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { createTunedInspector } from '../../engines/seclang/inspector.ts';
import { interpret } from '../../engines/seclang/oracle/interpret.ts';
import { DirectTarget } from '../../shield/commands/ftw/direct-target.ts';
import { FTW_VARIABLES, loadFtwRules } from '../../shield/commands/ftw/ftw-rules.ts';
import { runTests } from '../../shield/commands/ftw/run-tests.ts';
import { SocketLane } from '../../shield/commands/ftw/socket-lane.ts';
import { ADDRESSES, type CrsRequest, readRequests, readTests } from './requests.ts';
import { CRS_RULES_DIR, fileResolver, hasCrs, readCrsSources } from './rule-files.ts';

const PEER_REQUESTS = resolve(import.meta.dirname, '../../../shared/peers/requests.json');

interface PeerRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

function readPeerRequests(): readonly CrsRequest[] {
  if (!existsSync(PEER_REQUESTS)) return [];
  const requests = JSON.parse(readFileSync(PEER_REQUESTS, 'utf8')) as readonly PeerRequest[];
  return requests.map(({ method, path, headers, body }) => ({
    method,
    target: path,
    httpVersion: '1.1',
    headers,
    body: Buffer.from(body).toString('latin1'),
  }));
}

describe.skipIf(!hasCrs())('the OWASP Core Rule Set 3.3.4', () => {
  const { program, diagnostics, counts } = loadRules(hasCrs() ? readCrsSources() : [], fileResolver);

  it('loads whole, with a diagnostic for what is not run', () => {
    const refused = diagnostics.filter(({ severity }) => severity === 'error');
    expect(refused.map(({ help }) => /rule \d+ is not run/.exec(help ?? '')?.[0])).toEqual([
      'rule 910100 is not run',
      'rule 910140 is not run',
    ]);
    expect(counts).toEqual({ read: 800, loaded: 795, disabled: 0, refused: 5 });
  });

  it('matches the same rules in the plain interpreter', { timeout: 120_000 }, () => {
    const inspector = createInspector(program, { mode: 'detect', variables: FTW_VARIABLES });
    // Each twentieth request: the interpreter takes its time.
    const requests = readRequests().filter((_, number) => number % 20 === 0);
    for (const { body, ...line } of requests) {
      const head = { ...line, ...ADDRESSES };
      const expected = interpret(program, { head, body, variables: FTW_VARIABLES, resolver: fileResolver });
      const transaction = inspector.begin(head, { nowMs: 0, uniqueId: 'oracle' });
      transaction.requestHeaders();
      transaction.appendRequestBody(Buffer.from(body, 'latin1'));
      transaction.requestBody();
      transaction.end();
      expect(transaction.matches.map((match) => match.ruleId)).toEqual(expected.ruleIds);
    }
    expect(requests.length).toBeGreaterThan(100);
  });

  it('matches the same rules with the prefilter and without it', { timeout: 120_000 }, () => {
    const options = { mode: 'detect', variables: FTW_VARIABLES } as const;
    const inspectors = [true, false].map((prefilter) =>
      createTunedInspector(program, options, { prefilter }),
    );
    const requests = [...readRequests(), ...readPeerRequests()];
    for (const { body, ...line } of requests) {
      const [filtered, unfiltered] = inspectors.map((inspector) => {
        const transaction = inspector.begin({ ...line, ...ADDRESSES }, { nowMs: 0, uniqueId: 'prefilter' });
        transaction.requestHeaders();
        transaction.appendRequestBody(Buffer.from(body, 'latin1'));
        transaction.requestBody();
        transaction.end();
        return transaction.matches.map(({ ruleId, variables }) => [
          ruleId,
          ...variables.map(({ name }) => name),
        ]);
      });
      expect(filtered).toEqual(unfiltered);
    }
    expect(requests.length).toBeGreaterThan(2000);
  });

  it.skipIf(!existsSync(PEER_REQUESTS))(
    'passes ordinary requests at paranoia level 1 and blocks the injection',
    () => {
      const inspector = createInspector(program, { variables: { paranoia_level: '1' } });
      const requests = JSON.parse(readFileSync(PEER_REQUESTS, 'utf8')) as readonly PeerRequest[];
      const verdicts = requests.map(({ name, method, path, headers, body }) => {
        const length = body === '' ? [] : [['Content-Length', String(body.length)] as const];
        const head = {
          method,
          target: path,
          httpVersion: '1.1',
          headers: [...headers, ...length],
          ...ADDRESSES,
        };
        const transaction = inspector.begin(head, { nowMs: 0, uniqueId: name });
        transaction.requestHeaders();
        transaction.appendRequestBody(Buffer.from(body));
        const verdict = transaction.requestBody();
        return [
          name,
          verdict.kind,
          ...transaction.matches.flatMap(({ ruleId, log }) => (log ? [ruleId] : [])),
        ];
      });
      expect(verdicts).toEqual([
        ['get', 'pass'],
        ['form', 'pass'],
        ['json', 'pass'],
        ['sqli', 'block', 942100, 942190, 942270, 942360, 949110],
      ]);
    },
  );

  describe('its own regression tests', () => {
    const { makeInspectors } = loadFtwRules(CRS_RULES_DIR);
    const nowMs = Date.UTC(2026, 0, 1);
    const everyTest = { skipReason: () => null, signal: new AbortController().signal };

    it('pass in this process, all of them', { timeout: 120_000 }, async () => {
      const results = await runTests({
        ...everyTest,
        tests: readTests(),
        targets: [new DirectTarget(makeInspectors(), nowMs)],
      });
      expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
      expect(results.length).toBe(2403);
    });

    // The command runs all of them; here are those of the protocol rules, whose requests are the odd ones, and a
    // sample.
    it('come out the same over a socket, through the gateway', { timeout: 120_000 }, async () => {
      const tests = readTests().filter(({ name }, index) => /^92[01]/.test(name) || index % 10 === 0);
      const lanes = Array.from({ length: 4 }, () => new SocketLane(makeInspectors(), nowMs));
      await Promise.all(lanes.map((lane) => lane.open()));
      const overSocket = await runTests({ ...everyTest, tests, targets: lanes });
      await Promise.all(lanes.map((lane) => lane.close()));
      const direct = await runTests({
        ...everyTest,
        tests,
        targets: [new DirectTarget(makeInspectors(), nowMs)],
      });
      expect(overSocket).toEqual(direct);
      expect(overSocket.length).toBeGreaterThan(400);
    });
  });
});
