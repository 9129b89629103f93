import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ApiHarness, startApi } from '../shield/adapters/api/testing/api-harness.ts';
import {
  NOW_MS,
  sampleAttempt,
  sampleEvent,
  sampleIncident,
  sampleReceipt,
  sampleSignal,
} from '../shield/adapters/api/testing/samples.ts';
import { signIn } from '../shield/adapters/api/testing/signed-in.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const CHROMIUM_ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Harmless: it would change the title of the page if it were ever taken for HTML. */
const PAYLOAD = '<img src="x" onerror="document.title=\'run\'">';
const HIDDEN = '\u202egnp.exe\u200b';
const EMPTY = { events: [], signals: [], attempts: [], incidents: [], decisions: [], receipts: [] };

describe.skipIf(CHROMIUM === undefined)('the console in Chromium (not run where no browser is found)', () => {
  let folder: string;
  let browser: Browser;
  let harness: ApiHarness;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dejfa-console-'));
    buildConsole(folder);
    browser = await chromium.launch({
      ...(CHROMIUM === undefined ? {} : { executablePath: CHROMIUM }),
      args: CHROMIUM_ARGUMENTS,
    });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    harness = await startApi({ options: { consoleFolder: folder } });
    await fill(harness);
    faults = [];
    await open({});
  });
  afterEach(async () => {
    await context.close();
    await harness.api.close();
    // No error on the console (a violation of the policy is one), and no request to anywhere else.
    expect(faults).toEqual([]);
  });

  async function open(options: Parameters<Browser['newContext']>[0]): Promise<void> {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    page = await context.newPage();
    // The browser's clock stands where the shield's does.
    await page.clock.setFixedTime(NOW_MS);
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(harness.url).origin) faults.push(request.url());
    });
  }

  /** Goes in with a session that is there already; the login itself has its own test. */
  async function enter(path = '/'): Promise<void> {
    const [name = '', value = ''] = signIn(harness).split('=', 2);
    await context.addCookies([{ name, value, url: harness.url }]);
    await page.goto(new URL(path, harness.url).href);
    await page.getByRole('navigation').waitFor();
  }

  it('lets in who knows the password, and tells the others why not', async () => {
    await page.goto(harness.url);
    await page.getByLabel('Password', { exact: true }).fill(harness.account.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Latest attempts').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('Try again.').waitFor();
    // The browser itself reports the refused login.
    expect(faults.splice(0)).toEqual([expect.stringContaining('401')]);
  });

  it('shows the funnel, and what comes live without a reload', async () => {
    await enter();
    await page.getByTestId('funnel-attempts').getByText('2', { exact: true }).waitFor();
    expect(await page.getByTestId('funnel-events').textContent()).toBe('2');
    await page.getByText('1 attempt by a known scanner').waitFor();
    await page.getByText('Simulation', { exact: true }).waitFor();
    await page.getByRole('status').getByText('Live', { exact: true }).waitFor();
    const streamed = sampleAttempt({
      id: 'a-live',
      firstMs: NOW_MS - 500,
      lastMs: NOW_MS - 500,
      actor: { kind: 'address', value: '198.51.100.77' },
    });
    harness.clock.now += 2_000;
    await harness.store.append({ ...EMPTY, attempts: [streamed] });
    harness.bus.publish('attempt', [streamed]);
    await page.getByRole('link', { name: '198.51.100.77' }).waitFor();
    await page.getByTestId('funnel-attempts').getByText('3', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'What are attempts?' }).click();
    await page.getByText('never multiplied or extrapolated').waitFor();
  });

  it('shows a hostile payload as text, with the matched part marked and unseen characters named', async () => {
    await enter('/attempts');
    await page.getByRole('link', { name: '203.0.113.66' }).click();
    await page.getByRole('heading', { level: 1, name: /Intrusion attempt against/ }).waitFor();
    expect(await page.locator('mark').first().textContent()).toBe(PAYLOAD);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('.hidden-character').first().textContent()).toBe('U+202E');
    expect(await page.locator('main').textContent()).not.toContain('\u202e');
    await page.getByText('Reference DJ-HOSTILE-1').waitFor();
    expect(await page.title()).toBe('Dejfa');
  });

  it('finds the event behind a reference number, and its attempt', async () => {
    await enter();
    await page.keyboard.press('r');
    await page.keyboard.type('DJ-HOSTILE-1');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Open the attempt' }).waitFor();
    expect(await page.locator('mark').first().textContent()).toBe(PAYLOAD);
  });

  it('blocks with an expiry and a reason, and takes it back in one step', async () => {
    await enter('/attempts/a-hostile');
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByRole('button', { name: '203.0.113.0/24' }).click();
    await page.getByText('256 addresses').waitFor();
    await page.getByLabel('Until it expires by itself').selectOption('fourHours');
    await page.getByLabel('Reason').fill('marker in a search');
    await page.getByRole('dialog').getByRole('button', { name: 'Block', exact: true }).click();
    await page.getByText('203.0.113.0/24 is blocked').waitFor();
    const [decision] = harness.state.activeDecisions(NOW_MS);
    expect(decision).toMatchObject({
      scope: { kind: 'range', value: '203.0.113.0/24' },
      action: 'block',
      owner: 'operator',
      reason: 'marker in a search',
      expiresMs: NOW_MS + 4 * 3_600_000,
      attemptId: 'a-hostile',
    });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').waitFor();
    expect(harness.state.activeDecisions(NOW_MS)).toEqual([]);
  });

  it('proposes an exclusion, shows what it changes, adds it in one step, and takes it back', async () => {
    await enter('/attempts/a-hostile');
    await page.getByRole('button', { name: 'Propose an exclusion' }).click();
    const dialog = page.getByRole('dialog', { name: 'Exclude a false positive' });
    await dialog.getByText('ctl:ruleRemoveTargetById=941100;ARGS:q').waitFor();
    await dialog.getByText('Would pass, score 0').waitFor();
    expect(await dialog.getByText('Still blocked, found by 941100, 941160').count()).toBe(2);
    await dialog.getByRole('radio').nth(1).check();
    await dialog.getByText('ctl:ruleRemoveTargetById=920350;REQUEST_HEADERS:Host').waitFor();
    await dialog.getByRole('radio').first().check();
    await dialog.getByText('ctl:ruleRemoveTargetById=941160;ARGS:q').waitFor();
    await dialog.getByLabel('Reason').fill('a poem about tags');
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByText('Exclusion 90000 is in force on').waitFor();
    expect(harness.exclusions.list()).toMatchObject([
      { ruleIds: [941100, 941160], variable: 'ARGS:q', owner: 'operator', reason: 'a poem about tags' },
    ]);
    await page.getByRole('navigation').getByRole('link', { name: 'Decisions' }).click();
    await page.getByRole('heading', { name: 'Exclusions' }).waitFor();
    await page.getByText('a poem about tags').waitFor();
    await page.getByRole('button', { name: 'Remove exclusion 90000' }).click();
    await page.getByText('Everything is inspected').waitFor();
    expect(harness.exclusions.list()).toEqual([]);
  });

  it('is worked by keyboard: list, help, search, back', async () => {
    await enter('/attempts');
    await page.getByRole('link', { name: '203.0.113.66' }).waitFor();
    await page.keyboard.press('j');
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    const first = await focused();
    await page.keyboard.press('j');
    expect(await focused()).not.toBe(first);
    await page.keyboard.press('k');
    expect(await focused()).toBe(first);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'All attempts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Attempts' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('198.51.100.5');
    await page.getByText('1 attempt of the last day').waitFor();
    expect(new URL(page.url()).searchParams.get('text')).toBe('198.51.100.5');
  });

  it('says why rules are not run, which source and service fail, and that the audit log does', async () => {
    await enter('/health');
    await page.getByText('639 of 641 loaded').waitFor();
    await page.getByRole('button', { name: '2 remarks' }).click();
    await page.getByText('The regular expression has no linear form.').waitFor();
    await page.getByText('Port 514 needs privileges').waitFor();
    await page.getByText('Does not answer').waitFor();
    await page.getByText('ENOSPC: no space left on device, write').waitFor();
    await enter('/');
    await page.getByRole('link', { name: 'The audit log cannot be written; requests go on' }).waitFor();
  });

  it('shows who may be behind an incident only with the evidence, and its attempts', async () => {
    await enter('/incidents');
    await page.getByRole('link', { name: 'Web shell on portal' }).click();
    await page.getByText('Not enough evidence to say').waitFor();
    await page.getByText('Somebody who is not known').waitFor();
    await page.getByText('T1190 was seen').waitFor();
    await page.getByRole('link', { name: '203.0.113.66' }).click();
    await page.getByRole('heading', { level: 1, name: /Intrusion attempt against/ }).waitFor();
  });

  it('fits a phone in every view, in the dark', async () => {
    await context.close();
    await open({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    for (const path of [
      '/',
      '/attempts',
      '/attempts/a-hostile',
      '/incidents',
      '/incidents/i1',
      '/decisions',
      '/health',
    ]) {
      await enter(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      const scheme = await page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
      expect(scheme).toBe('dark');
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
  });

  it('remembers the colours that were chosen', async () => {
    await enter();
    const scheme = () => page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
    await page.getByRole('button', { name: /Colours: As the system/ }).click();
    await page.getByRole('button', { name: /Colours: Light/ }).click();
    expect(await scheme()).toBe('dark');
    await page.reload();
    await page.getByRole('button', { name: /Colours: Dark/ }).waitFor();
    expect(await scheme()).toBe('dark');
  });

  it('loads at first no more than 260 KB, compressed', async () => {
    const sizes: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.url().includes('/api/')) return;
      sizes.push(request.sizes().then((size) => size.responseBodySize));
    });
    await enter();
    await page.getByText('Latest attempts').waitFor();
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(100_000);
    expect(total).toBeLessThan(260_000);
  });
});

/** A process of its own: within Vitest React would be built for development. */
function buildConsole(folder: string): void {
  const vite = join(import.meta.dirname, '../node_modules/vite/bin/vite.js');
  execFileSync(
    process.execPath,
    [vite, 'build', import.meta.dirname, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    { env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

async function fill(harness: ApiHarness): Promise<void> {
  await harness.store.append({
    ...EMPTY,
    incidents: [sampleIncident({ id: 'i1', attemptIds: ['a-hostile'] })],
    events: [
      sampleEvent({ id: 'e1' }),
      sampleEvent({
        id: 'e-hostile',
        actor: { kind: 'address', value: '203.0.113.66' },
        raw: `GET /search?q=${PAYLOAD}${HIDDEN} HTTP/1.1\r\nHost: portal.example.gov\r\n\r\n`,
      }),
    ],
    signals: [
      sampleSignal({
        id: 's-hostile',
        eventId: 'e-hostile',
        message: `Marker ${PAYLOAD}`,
        parts: [
          {
            target: 'ARGS:q',
            value: `a ${PAYLOAD}${HIDDEN}`,
            span: { start: 2, length: PAYLOAD.length },
          },
        ],
      }),
    ],
    receipts: [sampleReceipt({ id: 'r1', eventId: 'e-hostile', reference: 'DJ-HOSTILE-1' })],
    attempts: [
      sampleAttempt({
        id: 'a-hostile',
        actor: { kind: 'address', value: '203.0.113.66' },
        service: `portal${HIDDEN}`,
        eventIds: ['e-hostile'],
        rules: [{ id: '941100', title: PAYLOAD, count: 1 }],
        lastMs: NOW_MS - 1_000,
        simulated: true,
      }),
      sampleAttempt({ id: 'a-other', actor: { kind: 'address', value: '198.51.100.5' }, outcome: 'unknown' }),
      sampleAttempt({
        id: 'a-scan',
        actor: { kind: 'address', value: '192.0.2.50' },
        origin: 'known-scanner',
      }),
    ],
  });
}
