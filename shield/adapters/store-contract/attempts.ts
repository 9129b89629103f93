import { expect, it } from 'vitest';
import { SEVERITIES } from '../../model/index.ts';
import { sampleAttempt, sampleBatch } from '../store-samples.ts';
import { type Fresh, hour } from './under-test.ts';

const RANGE = hour(10);
const MANY = SEVERITIES.map((severity, index) =>
  sampleAttempt({
    id: `f-${index}`,
    lastMs: RANGE.sinceMs + (index >> 1),
    severity,
    service: index % 2 === 0 ? 'portal' : 'mail',
    rsit: index < 3 ? 'intrusion-attempts' : 'information-gathering',
    outcome: index === 4 ? 'blocked' : 'unknown',
    origin: index === 0 ? 'known-scanner' : 'unknown',
    actor: { kind: 'address', value: `198.51.100.${index}` },
    rules: [{ id: `94210${index}`, title: `Rule ÄÖ ${severity}`, count: index }],
    techniques: [`T10${index}0.001`],
  }),
);

/** Attempts by filter, by page and one by one. */
export function describeAttempts(fresh: () => Fresh): void {
  it('filters attempts, latest first', async () => {
    const { store } = fresh();
    await store.append(sampleBatch({ attempts: MANY }));
    const ids = async (filter: object) =>
      (await store.attempts({ ...RANGE, limit: 100, ...filter })).map(({ id }) => id);
    expect(await ids({})).toEqual(['f-4', 'f-3', 'f-2', 'f-1', 'f-0']);
    expect(await ids({ service: 'mail' })).toEqual(['f-3', 'f-1']);
    expect(await ids({ rsit: 'information-gathering' })).toEqual(['f-4', 'f-3']);
    expect(await ids({ outcome: 'blocked' })).toEqual(['f-4']);
    expect(await ids({ origin: 'known-scanner' })).toEqual(['f-0']);
    expect(await ids({ minSeverity: 'high' })).toEqual(['f-4', 'f-3']);
    expect(await ids({ text: '100.3' })).toEqual(['f-3']);
    expect(await ids({ text: 'RULE äö MED' })).toEqual(['f-2']);
    expect(await ids({ text: '942101' })).toEqual(['f-1']);
    expect(await ids({ text: 't1040.' })).toEqual(['f-4']);
    expect(await ids({ text: "%' OR 1=1 --" })).toEqual([]);
    expect(await ids({ service: 'mail', minSeverity: 'high', text: 'rule' })).toEqual(['f-3']);
    expect(await ids({ limit: 0 })).toEqual([]);
  });

  it('pages through attempts with none missing and none twice', async () => {
    const { store } = fresh();
    const seen: string[] = [];
    for (let page = await store.attempts({ ...RANGE, limit: 2 }); page.length > 0; ) {
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (last === undefined) break;
      page = await store.attempts({ ...RANGE, limit: 2, before: { lastMs: last.lastMs, id: last.id } });
    }
    expect(seen).toEqual(['f-4', 'f-3', 'f-2', 'f-1', 'f-0']);
  });

  it('gives back an attempt whole, and null for one that is not there', async () => {
    const { store } = fresh();
    expect(await store.attempt('f-3')).toEqual(MANY[3]);
    expect(await store.attempt('nowhere')).toBeNull();
  });

  it('refuses an overlong text with words', async () => {
    const { store } = fresh();
    const asked = store.attempts({ ...RANGE, limit: 1, text: 'x'.repeat(1_000_000) });
    await expect(asked).rejects.toMatchObject({
      code: 'rejected',
      message: 'the search text has 1000000 characters; a query takes at most 4096. Shorten it.',
    });
  });
}
