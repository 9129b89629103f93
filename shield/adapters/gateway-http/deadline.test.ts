import { expect, test } from 'vitest';
import { overdue, type Wait } from './deadline.ts';
import { DEFAULT_LIMITS } from './options.ts';

const TIMEOUTS = { headers: 1, body: 1000, idle: 3, upstream: 2000 };

const body = (elapsedMs: number, pauseMs: number, receivedBytes: number): Wait => ({
  kind: 'body',
  elapsedMs,
  pauseMs,
  receivedBytes,
});

test.each([
  ['a body that has only begun', body(900, 900, 0), null],
  ['a body that pauses', body(5000, 1001, 1_000_000), 'slow-body'],
  ['a body above the minimum rate', body(3000, 10, 1100), null],
  ['a body below the minimum rate', body(3000, 10, 900), 'slow-body'],
  ['an upstream in time', { kind: 'upstream', pauseMs: 2000 }, null],
  ['an upstream too late', { kind: 'upstream', pauseMs: 2001 }, 'upstream-timeout'],
  ['a client that does not read', { kind: 'client', pauseMs: 1001 }, 'slow-client'],
  ['the rest of a refused body', { kind: 'linger', pauseMs: 5001 }, 'linger-over'],
  ['nothing', { kind: 'none' }, null],
] satisfies [string, Wait, string | null][])('%s', (_name, wait, expected) => {
  expect(overdue(wait, TIMEOUTS, DEFAULT_LIMITS)).toBe(expected);
});
