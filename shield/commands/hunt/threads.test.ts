import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepSigma } from '@dejfa/sigma';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HuntFindings, type HuntHit } from '../../report/hunt-findings.ts';
import { StretchJoiner } from './join-stretches.ts';
import { type Lane, localLane } from './lane.ts';
import { planHunt } from './plan.ts';
import { runTasks } from './run-tasks.ts';
import type { HuntSettings } from './task.ts';
import { threadLane } from './thread-lane.ts';

const folder = mkdtempSync(join(tmpdir(), 'dejfa-threads-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RULE = `title: Marker
id: 11111111-2222-4333-8444-555555555555
logsource: { category: webserver }
detection: { selection: { cs-uri-query|contains: marker }, condition: selection }
level: high
`;

const settings: HuntSettings = {
  kept: keepSigma([{ path: 'r.yml', text: RULE }]).bytes,
  mappings: [],
  level: 'low',
  sinceMs: null,
  untilMs: null,
  zoneOffsetMinutes: 0,
  coverage: false,
  receivedMs: 0,
};

const line = (at: number) =>
  `203.0.113.7 - - [23/Nov/2026:10:00:00 +0000] "GET /${'x'.repeat(at % 90)}?${at % 7 === 0 ? 'marker' : ''} HTTP/1.1" 200 5 "-" "x"\n`;

const text = Array.from({ length: 4000 }, (_, at) =>
  at % 500 === 9 ? 'damaged\n' : at % 600 === 3 ? '\n' : line(at),
).join('');

beforeAll(() => {
  mkdirSync(join(folder, 'logs'));
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, 'logs', `${name}.log`), text);
  writeFileSync(join(folder, 'logs', 'bom.log'), `\ufeff${text.trimEnd()}`);
});

/** Hits and files of all logs, read in stretches of this size on these lanes. */
async function findIn(stretchBytes: number, lanes: readonly Lane[]) {
  const tasks = await planHunt(new Map([[join(folder, 'logs'), 'logs']]), stretchBytes);
  const joiner = new StretchJoiner();
  const hits: HuntHit[] = [];
  const findings = new HuntFindings();
  const options = { signal: new AbortController().signal, onBytes: () => {} };
  for await (const { task, steps } of runTasks(tasks, lanes, options))
    for (const step of steps) {
      const joined = joiner.join(step, task);
      if (joined?.kind === 'hit') hits.push(joined.hit);
      if (joined?.kind === 'file') findings.addFile(joined.file);
    }
  await Promise.all(lanes.map((lane) => lane.close()));
  return { tasks: tasks.length, found: { hits, files: findings.files } };
}

describe('a hunt on threads', () => {
  it('finds the same in the same order, with whole files and with stretches, on one lane and on two', async () => {
    const whole = await findIn(1e9, [localLane(settings)]);
    expect(whole.found.hits.length).toBeGreaterThan(2000);
    expect(whole.found.files.map(({ read, unparsed }) => [read, unparsed])).toEqual(Array(4).fill([4000, 8]));
    const cut = await findIn(50_000, [localLane(settings)]);
    const threads = await findIn(50_000, [threadLane(settings), threadLane(settings)]);
    expect([whole.tasks, cut.tasks > 20, threads.tasks]).toEqual([4, true, cut.tasks]);
    expect(cut.found).toEqual(whole.found);
    expect(threads.found).toEqual(whole.found);
  });

  it('says what it found so far when it is interrupted, and ends with 130', async () => {
    writeFileSync(join(folder, 'r.yml'), RULE);
    const big = join(folder, 'big');
    mkdirSync(big);
    for (let at = 0; at < 40; at += 1) writeFileSync(join(big, `${at}.log`), text.repeat(10));
    const program = join(import.meta.dirname, '../../bin/dejfa.ts');
    const argv = [program, 'hunt', 'big', '--rules', 'r.yml', '--json', '--threads', '2'];
    const child = spawn(process.execPath, argv, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => {
      if (out === '') child.kill('SIGINT');
      out += chunk;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    const lines = out
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one));
    const { summary } = lines.at(-1);
    expect(code).toBe(130);
    expect(summary).toMatchObject({ partial: true });
    expect(summary.filesLeft).toBeGreaterThan(0);
    expect(lines.filter(({ ruleId }) => ruleId !== undefined)).toHaveLength(summary.hits);
  });
});
