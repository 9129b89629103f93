import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInspector, loadRules } from '@dejfa/seclang';
import { describe, expect, it } from 'vitest';
import { interpret } from '../../engines/seclang/oracle/interpret.ts';
import { fileResolver, hasCrs, readCrsSources } from './rule-files.ts';
import { ADDRESSES, readRequests, runTests, TEST_VARIABLES } from './run-tests.ts';

/** Of 2,403 tests. The rest expects what a web server does before any rule sees the request; see README.md. */
const PASSED_FLOOR = 2391;

const PEER_REQUESTS = resolve(import.meta.dirname, '../../../shared/peers/requests.json');

interface PeerRequest {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

describe.skipIf(!hasCrs())('the OWASP Core Rule Set 3.3.4', () => {
  const { program, diagnostics, counts } = loadRules(hasCrs() ? readCrsSources() : [], fileResolver);

  it('loads whole, with a diagnostic for what is not run', () => {
    const refused = diagnostics.filter(({ severity }) => severity === 'error');
    expect(refused.map(({ help }) => help)).toEqual(['rule 910100 is not run', 'rule 910140 is not run']);
    expect(counts).toEqual({ read: 800, loaded: 795, disabled: 0, refused: 5 });
  });

  it('matches the same rules in the plain interpreter', { timeout: 120_000 }, () => {
    const inspector = createInspector(program, { mode: 'detect', variables: TEST_VARIABLES });
    // Each twentieth request: the interpreter takes its time.
    const requests = readRequests().filter((_, number) => number % 20 === 0);
    for (const { body, ...line } of requests) {
      const head = { ...line, ...ADDRESSES };
      const expected = interpret(program, { head, body, variables: TEST_VARIABLES, resolver: fileResolver });
      const transaction = inspector.begin(head, { nowMs: 0, uniqueId: 'oracle' });
      transaction.requestHeaders();
      transaction.appendRequestBody(Buffer.from(body, 'latin1'));
      transaction.requestBody();
      expect(transaction.matches.map((match) => match.ruleId)).toEqual(expected.ruleIds);
    }
    expect(requests.length).toBeGreaterThan(100);
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

  it('passes its own regression tests', { timeout: 120_000 }, () => {
    const results = runTests({
      detecting: createInspector(program, { mode: 'detect', variables: TEST_VARIABLES }),
      blocking: createInspector(program, { mode: 'block', variables: TEST_VARIABLES }),
    });
    const failed = results.filter(({ outcome }) => outcome === 'failed').map(({ test }) => test);
    expect(failed).toEqual(['920181-1']);
    expect(results.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThanOrEqual(PASSED_FLOOR);
  });
});
