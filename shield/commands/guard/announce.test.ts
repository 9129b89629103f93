import { expect, it } from 'vitest';
import type { Decision } from '../../model/index.ts';
import { decisionLine } from './announce.ts';

const at = (text: string) => Date.parse(`2026-11-${text}Z`);

const DECISION: Decision = {
  id: '01a20894-f889-7000-9061-5cd126a4490e',
  scope: { kind: 'address', value: '203.0.113.9' },
  action: 'block',
  service: null,
  reason: 'guesses passwords',
  owner: 'operator',
  createdMs: at('23T10:00:00'),
  expiresMs: at('23T14:00:00'),
  attemptId: null,
  revokedMs: null,
  simulated: false,
};

it.each([
  [{}, '10:00:00  block     203.0.113.9  until 14:00:00 UTC: guesses passwords'],
  [
    { expiresMs: at('25T10:00:00') },
    '10:00:00  block     203.0.113.9  until 2026-11-25 10:00:00 UTC: guesses passwords',
  ],
  [{ revokedMs: at('23T11:00:00') }, '11:00:00  revoked   203.0.113.9  block taken back: guesses passwords'],
  [{ reason: 'a\u001bb' }, '10:00:00  block     203.0.113.9  until 14:00:00 UTC: a\\x1bb'],
])('%j', (change, line) => {
  expect(decisionLine({ ...DECISION, ...change })).toBe(line);
});
