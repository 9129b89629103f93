import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** The page is run as it is printed: each block is a program, and what it prints stands in the block behind it. */
const ROOT = join(import.meta.dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/seclang-library.md'), 'utf8');
const blocks = [...page.matchAll(/```js\n([\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g)].map(
  ([, program = '', output = '']) => ({ program, output }),
);
const [server, ...programs] = blocks;
const CRS = '/usr/share/modsecurity-crs/owasp-crs.load';

describe.skipIf(!existsSync(CRS))("the page, with Debian's CRS (not run without it)", () => {
  it('begins with a server in ten lines or so that refuses an attack and serves the rest', async () => {
    const program = server?.program ?? '';
    expect(program.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(10);
    const port = await freePort();
    const child = spawn(process.execPath, ['--input-type=module'], {
      cwd: ROOT,
      env: { ...process.env, PORT: String(port) },
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    try {
      child.stdin.end(program);
      const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
      await expect.poll(() => ask('/?q=hello'), { timeout: 30_000, interval: 100 }).not.toBeNull();
      expect(await (await ask('/?q=hello'))?.text()).toBe('hello\n');
      const refused = await ask("/?q=1'%20UNION%20SELECT%20password%20FROM%20users--");
      expect([refused?.status, await refused?.text()]).toEqual([403, expect.stringContaining('Reference: ')]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it.each(programs.map(({ program, output }, at) => [at + 2, program, output] as const))(
    'block %i runs, and prints what the page says',
    async (_, program, output) => {
      const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
        cwd: ROOT,
      });
      expect((await run).stdout).toBe(output);
    },
  );
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
