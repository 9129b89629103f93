import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { LiveCoverage } from '../ports/index.ts';
import { createSandbox } from './testing/capture.ts';

const rule = { level: 'high', logsource: { product: 'windows', category: 'process_creation' } } as const;
const COVERAGE: LiveCoverage = {
  seen: [{ logsource: { product: 'linux', service: 'sshd' }, events: 7 }],
  rules: [
    { ...rule, id: 'a', title: 'Possible', verdict: { kind: 'possible', events: 7 } },
    { ...rule, id: 'b', title: 'Impossible', verdict: { kind: 'no-log-source', part: 'product' } },
  ],
};

it('asks the running shield which rules can never fire, and says why', async () => {
  const sandbox = createSandbox();
  onTestFinished(() => sandbox.remove());
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify(COVERAGE));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const path = join(sandbox.cwd, 'dejfa.yaml');
  writeFileSync(path, `listen: { console: { port: ${port} } }\nsources: [{ name: a, kind: stdin }]\n`);
  const text = await sandbox.run(['rules', 'coverage']);
  expect(asked).toEqual(['/api/v1/coverage']);
  expect(text).toMatchObject({ code: 0, err: '' });
  expect(text.out).toContain('Coverage: 1 of 2 rules can fire on these events');
  await expect(text.out).toMatchFileSnapshot('goldens/rules-coverage.golden.txt');
  const { out } = await sandbox.run(['rules', 'coverage', '--json']);
  expect(
    out
      .trimEnd()
      .split('\n')
      .map((line) => Object.keys(JSON.parse(line))[0]),
  ).toEqual(['logsource', 'cannotFire']);
});
