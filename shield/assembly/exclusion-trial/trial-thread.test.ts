import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../config/index.ts';
import type { EventDetail } from '../../ports/index.ts';
import { sampleEvent, sampleSignal } from '../../testing/samples.ts';
import { type LoadedContent, loadContent } from '../load-content.ts';
import { runTrial, type TrialRequest } from './trial.ts';
import { TrialThread } from './trial-thread.ts';

/** Markers instead of attacks; what the rules name is beside them and included. */
const MAIN = `Include more/*.inc
SecAction "id:1,phase:1,pass,nolog,setvar:tx.score=0"
SecRule ARGS "@pmFromFile words.data" "id:100,phase:2,pass,log,msg:'A word',tag:'attack-sqli',setvar:tx.score=+5"
SecRule TX:score "@ge 5" "id:949110,phase:2,deny,status:403,log,msg:'Too much'"
`;
const INCLUDED = `SecRule REMOTE_ADDR "@geoLookup" "id:200,phase:1,pass,log,msg:'From %{GEO.COUNTRY_CODE}',chain"
  SecRule GEO:COUNTRY_CODE "@streq NL"
`;

let folder: string;
let thread: TrialThread;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dejfa-trial-'));
  mkdirSync(join(folder, 'own/more'), { recursive: true });
  writeFileSync(join(folder, 'own/main.conf'), MAIN);
  writeFileSync(join(folder, 'own/words.data'), 'marker\n');
  writeFileSync(join(folder, 'own/more/a.inc'), INCLUDED);
  thread = new TrialThread(join(folder, 'cache'));
});

afterEach(async () => {
  await thread.close();
  rmSync(folder, { recursive: true });
});

async function load(): Promise<LoadedContent> {
  const packs = [{ name: 'own', path: join(folder, 'own') }];
  const folders = { projectContent: join(import.meta.dirname, '../../../content'), addedContent: folder };
  const content = await loadContent(
    { ...defaultConfig().content, base: false, system: false, packs },
    folders,
  );
  expect(content.packs.map(({ rules }) => rules.refused)).toEqual([0]);
  return content;
}

const EVENT = sampleEvent({
  format: 'gateway',
  actor: { kind: 'address', value: '193.0.6.139' },
  raw: 'GET /search?q=a+marker HTTP/1.1\r\nHost: portal.example.gov\r\n\r\n',
});
const RULE = { engine: 'seclang', id: '100', title: 'A word', pack: 'own' } as const;
const DETAIL: EventDetail = { event: EVENT, signals: [sampleSignal(EVENT, { rule: RULE })], receipts: [] };

const REQUEST: TrialRequest = {
  detail: DETAIL,
  choice: { ruleIds: [100], variable: 'ARGS:q' },
  inspected: {
    name: 'portal',
    paranoia: 1,
    thresholds: { inbound: 5, outbound: 4 },
    bodyInspectionLimitBytes: 1_000,
    responseInspectionLimitBytes: 1_000,
  },
  service: null,
  takenIds: [],
};

describe('a trial in a thread', () => {
  it('says what one in the process says, with the rules that are in force and not those on disk now', async () => {
    const content = await load();
    const here = runTrial({ ...content, loaded: content.seclang }, REQUEST);
    expect(here.effect).toMatchObject({ gone: [100], before: { ruleIds: [200, 100, 949110] } });
    rmSync(join(folder, 'own'), { recursive: true });
    expect(await thread.tryOut(content.texts, REQUEST)).toEqual(here);
    expect(await thread.tryOut(content.texts, REQUEST)).toEqual(here);
  });

  it('tries the rules of now, after others were put in force', async () => {
    await thread.tryOut((await load()).texts, REQUEST);
    writeFileSync(join(folder, 'own/main.conf'), MAIN.replaceAll('id:100', 'id:101'));
    const changed = await load();
    await expect(
      thread.tryOut(changed.texts, { ...REQUEST, choice: { ruleIds: [101], variable: 'ARGS:q' } }),
    ).resolves.toMatchObject({ effect: { gone: [101] } });
  });

  it('refuses as one in the process does', async () => {
    const content = await load();
    const choice = { ruleIds: [555], variable: 'ARGS:q' };
    await expect(thread.tryOut(content.texts, { ...REQUEST, choice })).rejects.toMatchObject({
      name: 'ExclusionError',
      code: 'not-a-candidate',
      message: 'Rule 555 did not match there: choose what the request was blocked for.',
    });
  });

  it('fails by itself, and the next one is tried in a new thread', async () => {
    const content = await load();
    const broken = { ...REQUEST, detail: { ...DETAIL, event: null } } as unknown as TrialRequest;
    const [failed, next] = await Promise.allSettled([
      thread.tryOut(content.texts, broken),
      thread.tryOut(content.texts, REQUEST),
    ]);
    expect(failed).toMatchObject({ status: 'rejected', reason: expect.any(Error) });
    expect(next).toMatchObject({ status: 'fulfilled' });
  });

  it('ends with the shield', async () => {
    const content = await load();
    const pending = thread.tryOut(content.texts, REQUEST);
    const refused = expect(pending).rejects.toThrow('ended');
    await new Promise((resolve) => setTimeout(resolve, 5));
    await thread.close();
    await refused;
    await expect(thread.tryOut(content.texts, REQUEST)).rejects.toThrow('the shield is ending');
  });
});

describe('meanwhile', () => {
  let server: Server;

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('the process goes on answering', async () => {
    const many = Array.from(
      { length: 2_000 },
      (_, at) =>
        `SecRule ARGS|REQUEST_HEADERS "@rx (?i)m${at}[a-f]+x{2,9}(?:y|z${at})" "id:${5_000 + at},phase:2,pass,log"`,
    );
    writeFileSync(join(folder, 'own/many.conf'), `${many.join('\n')}\n`);
    const content = await load();
    server = createServer((_, response) => response.end('served'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    let answered = 0;
    let ended = false;
    const trial = thread.tryOut(content.texts, REQUEST).finally(() => {
      ended = true;
    });
    while (!ended) {
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('served');
      answered += 1;
    }
    expect((await trial).effect.gone).toEqual([100]);
    // In this thread it would be none: nothing else runs until the trial has ended.
    expect(answered).toBeGreaterThan(20);
  });
});
