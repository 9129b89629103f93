import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Portal, startPortal } from './portal.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await startPortal(0);
});
afterAll(() => portal.close());

const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${portal.port}${path}`, init);

describe('the demo portal', () => {
  it('searches, and shows what was typed as text', async () => {
    const page = await (await at('/services/search?q=%3Cb%3Epermit')).text();
    expect(page).toContain('&lt;b&gt;permit');
    expect(page).toContain('Simulation');
  });

  it('takes the form and the JSON', async () => {
    expect(
      await (
        await at('/services/apply', { method: 'POST', body: new URLSearchParams({ name: 'A' }) })
      ).text(),
    ).toContain('A-000001');
    const made = await at('/api/v1/applications', { method: 'POST', body: '{"name":"B"}' });
    expect([made.status, await made.json()]).toEqual([201, { number: 'A-000002' }]);
  });

  it.each([
    ['/nowhere', undefined, 404],
    ['/api/v1/applications', { method: 'POST', body: '{broken' }, 400],
    ['/documents/upload', { method: 'POST', body: Buffer.alloc(6 * 1024 * 1024) }, 413],
  ])('%s answers a fault in good order', async (path, init, status) => {
    expect((await at(path, init)).status).toBe(status);
  });
});
