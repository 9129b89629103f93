import { get as getTls } from 'node:https';
import { generate } from 'selfsigned';
import { afterEach, describe, expect, it } from 'vitest';
import { EMPTY_BATCH } from '../../ports/index.ts';
import { type ApiHarness, startApi } from './testing/api-harness.ts';
import { sampleAttempt, sampleIncident } from './testing/samples.ts';
import { call, signIn } from './testing/signed-in.ts';

let harness: ApiHarness;
afterEach(() => harness.api.close());

describe('an incident', () => {
  it('comes with its attempts, and with who may be behind it, "unknown" among them', async () => {
    harness = await startApi();
    const cookie = await signIn(harness);
    const attempt = sampleAttempt({ id: 'a1' });
    const incident = sampleIncident({ id: 'i1', attemptIds: ['a1', 'dropped'] });
    await harness.store.append({ ...EMPTY_BATCH, attempts: [attempt], incidents: [incident] });
    const answer = JSON.parse((await call(harness, cookie, { path: '/incidents/i1' })).text);
    expect(answer).toMatchObject({
      incident: { id: 'i1' },
      attempts: [{ id: 'a1' }],
      attribution: { method: 'test' },
    });
    expect(
      answer.attribution.hypotheses.map((one: { candidate: { kind: string } }) => one.candidate.kind),
    ).toContain('unknown-actor');
    expect((await call(harness, cookie, { path: '/incidents/none' })).status).toBe(404);
  });
});

describe('log intake', () => {
  it('goes to the source without a session, and nowhere when there is none of that name', async () => {
    harness = await startApi();
    const send = (name: string) => fetch(`${harness.url}api/intake/${name}`, { method: 'POST', body: '{}' });
    expect((await send('known')).status).toBe(202);
    expect((await send('unknown')).status).toBe(404);
  });
});

describe('TLS', () => {
  it('is spoken where there is a certificate, and makes the session cookie secure', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
    harness = await startApi({ options: { tls: { certificatePem: cert, keyPem: key } } });
    expect(harness.url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      getTls(`${harness.url}api/v1/me`, { rejectUnauthorized: false }, (response) =>
        resolve(response.resume().statusCode),
      ).on('error', reject);
    });
    expect(status).toBe(200);
  });
});
