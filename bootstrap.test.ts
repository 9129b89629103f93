import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const BOOTSTRAP = join(import.meta.dirname, 'bootstrap.mjs');
/** The Node that the whole run was started with: on many machines an older one than runs this test. */
const STARTED_BY = process.env.DEJFA_STARTED_BY ?? process.execPath;

function bootstrap(...args: readonly string[]) {
  return spawnSync(STARTED_BY, [BOOTSTRAP, ...args], { encoding: 'utf8' });
}

describe('bootstrap', () => {
  it('finds a Node 24 or newer from the Node that the machine has', () => {
    const { stdout, status } = bootstrap('which-node');
    expect(status).toBe(0);
    const version = spawnSync(stdout.trim(), ['--version'], { encoding: 'utf8' }).stdout;
    expect(Number(/^v(\d+)/.exec(version)?.[1])).toBeGreaterThanOrEqual(24);
  });

  it('names the commands when it is given another', () => {
    const { stderr, status } = bootstrap('strat');
    expect(status).toBe(1);
    expect(stderr).toBe(
      'dejfa: unknown command "strat"; known: start, test, check, dejfa, bench, format, which-node\n',
    );
  });
});
