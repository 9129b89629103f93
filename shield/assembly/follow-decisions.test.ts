import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStateStore } from '../adapters/state-sqlite/index.ts';
import type { Decision } from '../model/index.ts';
import { sampleDecision } from '../testing/samples.ts';
import { followDecisions } from './follow-decisions.ts';

const NOW_MS = 5_000;

/** What is enforced, what the state holds, and what following it decides. */
function follow(held: readonly Decision[], stored: readonly Decision[]): readonly Decision[] {
  const folder = mkdtempSync(join(tmpdir(), 'dejfa-follow-'));
  const state = openStateStore(folder);
  onTestFinished(() => {
    state.close();
    rmSync(folder, { recursive: true, force: true });
  });
  for (const decision of stored) state.saveDecision(decision);
  const decided: Decision[] = [];
  const pipeline = {
    activeDecisions: () => held,
    decide: (decision: Decision) => void decided.push(decision),
  };
  followDecisions(pipeline, state, { nowMs: () => NOW_MS });
  return decided;
}

const decision = sampleDecision();

it('takes up what another process added', () => {
  expect(follow([], [decision])).toEqual([decision]);
});

it('takes back what another process took back, at the time and by the record of that process', () => {
  const revoked = { ...decision, revokedMs: 4_000 };
  expect(follow([decision], [revoked])).toEqual([revoked]);
});

it.each([
  ['is the same', [decision], [decision]],
  ['could not be saved, and so is not in the state', [decision], []],
  ['has expired by itself', [sampleDecision({ expiresMs: 4_999 })], [sampleDecision({ expiresMs: 4_999 })]],
])('leaves alone what %s', (_, held, stored) => {
  expect(follow(held, stored)).toEqual([]);
});
