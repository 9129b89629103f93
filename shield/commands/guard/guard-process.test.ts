import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BIN = join(import.meta.dirname, '../../bin/dejfa.ts');

interface Line {
  readonly kind?: string;
  readonly [name: string]: unknown;
}

/** A shield as a process of its own, with what it says. */
interface Running {
  readonly process: ChildProcess;
  readonly lines: Line[];
  readonly errors: string[];
  wait(test: (line: Line) => boolean): Promise<Line>;
  /** Exit code after the signal. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

const running = new Set<Running>();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dejfa-guard-'));
});

afterEach(async () => {
  for (const one of running) await one.end('SIGKILL');
  running.clear();
  await rm(folder, { recursive: true, force: true });
});

function guard(...args: readonly string[]): Running {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', BIN, 'guard', '--json', ...args],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: Line[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Line));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const one: Running = {
    process: child,
    lines,
    errors,
    async wait(test) {
      await expect
        .poll(() => lines.some(test) || child.exitCode !== null, { timeout: 50_000, interval: 100 })
        .toBe(true);
      const found = lines.find(test);
      if (found === undefined) throw new Error(`it ended: ${errors.join('\n')}`);
      return found;
    },
    async end(signal) {
      running.delete(one);
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
      return child.exitCode;
    },
  };
  running.add(one);
  return one;
}

/** Another command in the same working directory, as somebody types it. */
async function dejfa(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', BIN, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number | null, out, err };
}

const started = (line: Line) => line.kind === 'started';

describe('dejfa guard --demo', () => {
  it('shows attacks identified and blocked, a source blocked, and the intrusion, all marked as a simulation', async () => {
    const shield = guard('--demo', '--port', '0', '--console-port', '0');
    expect(await shield.wait(started)).toMatchObject({ simulated: true, firstAccount: { name: 'operator' } });
    const blocked = await shield.wait(({ kind, outcome }) => kind === 'attempt' && outcome === 'blocked');
    const decision = await shield.wait(({ kind }) => kind === 'decision');
    const intrusion = await shield.wait(({ service }) => service === 'sharepoint-01.demo.invalid');
    for (const line of [blocked, decision, intrusion]) expect(line).toMatchObject({ simulated: true });
    expect(await shield.end('SIGINT')).toBe(0);
  });

  it('is what is meant by commands beside it, where there is nothing else', async () => {
    const shield = guard('--demo', '--port', '0', '--console-port', '0');
    const { gateway } = await shield.wait(started);
    const attack = `${(gateway as string[])[0]}/?q=${encodeURIComponent("1' UNION SELECT password FROM users-- ")}`;
    const page = await (await fetch(attack, { headers: { 'x-forwarded-for': '203.0.113.77' } })).text();
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page)?.[0] ?? '';
    const asked = await dejfa('waf', 'explain', reference);
    expect(asked).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^dejfa: of the demonstration that runs, \S+dejfa\.yaml\n$/),
      out: expect.stringContaining('UNION SELECT'),
    });
    await mkdir(join(folder, 'data'));
    expect(await dejfa('waf', 'explain', reference)).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        new RegExp(
          `if it is of the demonstration that runs: dejfa waf explain ${reference} --config \\S+dejfa\\.yaml`,
        ),
      ),
    });
    expect(await shield.end('SIGINT')).toBe(0);
    await rm(join(folder, 'data'), { recursive: true });
    expect((await dejfa('waf', 'explain', reference)).err).toMatch(/there is no store in \S+data\n/);
  });
});

describe('dejfa guard', () => {
  let upstream: Server;
  let upstreamUrl: string;

  beforeEach(async () => {
    upstream = createServer((_, response) => response.end('served'));
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const address = upstream.address();
    upstreamUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });

  afterEach(async () => {
    upstream.closeAllConnections();
    await new Promise((resolve) => upstream.close(resolve));
  });

  it('guards one upstream without a configuration, and ends in good order', async () => {
    const shield = guard('--upstream', upstreamUrl, '--port', '0', '--console-port', '0');
    const { gateway } = await shield.wait(started);
    const [url] = gateway as string[];
    expect(await (await fetch(`${url}/`)).text()).toBe('served');
    expect(
      (await fetch(`${url}/?q=${encodeURIComponent("1' UNION SELECT password FROM users-- ")}`)).status,
    ).toBe(403);
    expect(await shield.end('SIGTERM')).toBe(0);
  });

  it('does not guard on another port than the one that was asked for', async () => {
    const taken = new URL(upstreamUrl).port;
    const shield = guard('--upstream', upstreamUrl, '--port', taken, '--console-port', '0');
    await expect.poll(() => shield.process.exitCode, { timeout: 30_000 }).toBe(2);
    expect(shield.errors.join('\n')).toContain(`port ${taken} is taken or not allowed`);
  });

  it('takes up a changed configuration, and keeps the old one when the new one has mistakes', async () => {
    const file = join(folder, 'dejfa.yaml');
    const write = (mode: string) =>
      writeFile(
        file,
        `listen:
  gateway: [{ address: 127.0.0.1, port: 0 }]
  console: { address: 127.0.0.1, port: 0 }
content: { system: false }
services: [{ name: portal, upstream: '${upstreamUrl}', mode: ${mode} }]
`,
      );
    await write('guard');
    const shield = guard();
    const [url] = (await shield.wait(started)).gateway as string[];
    const attack = () => fetch(`${url}/?q=${encodeURIComponent("1' UNION SELECT password FROM users-- ")}`);
    expect((await attack()).status).toBe(403);
    await write('gaurd');
    shield.process.kill('SIGHUP');
    await expect
      .poll(() => shield.errors.join('\n'), { timeout: 20_000 })
      .toContain('the old configuration stays in force');
    expect((await attack()).status).toBe(403);
    await write('observe');
    shield.process.kill('SIGHUP');
    await expect.poll(async () => (await attack()).status, { timeout: 20_000 }).toBe(200);
  });

  it.each([
    [['--demo', '--observe'], '--observe goes with --upstream'],
    [['--demo', '--config', 'x.yaml'], '--config, --upstream and --demo exclude each other'],
    [[], 'there is no configuration dejfa.yaml'],
    [['--upstream', 'not an address'], 'is not an upstream'],
  ])('%j is a mistake of the user, with a remedy', async (args, text) => {
    const shield = guard(...args);
    await expect.poll(() => shield.process.exitCode, { timeout: 30_000 }).toBe(2);
    expect(shield.errors.join('\n')).toContain(text);
  });

  it('keeps what it acknowledged through kill -9: a decision of a policy is in force after the restart', async () => {
    const file = join(folder, 'dejfa.yaml');
    await writeFile(
      file,
      `listen: { gateway: [{ address: 127.0.0.1, port: 0 }], console: { address: 127.0.0.1, port: 0 } }
content: { system: false }
services: [{ name: portal, upstream: '${upstreamUrl}' }]
defuse: { repeatOffender: { blockedRequests: 2 } }
`,
    );
    const attack = (url: string | undefined) =>
      fetch(`${url}/?q=${encodeURIComponent("1' UNION SELECT password FROM users-- ")}`);
    const first = guard();
    const [url] = (await first.wait(started)).gateway as string[];
    await attack(url);
    await attack(url);
    await first.wait(({ kind }) => kind === 'decision');
    await first.end('SIGKILL');
    const second = guard();
    const [again] = (await second.wait(started)).gateway as string[];
    expect((await fetch(`${again}/`)).status).toBe(403);
  });
});
