import { expect, it } from 'vitest';
import { DAY_MS, recordedDay } from './recorded-day.ts';

const DOCUMENTATION = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/;

it('is the same every time, in order, within its length', () => {
  const day = recordedDay();
  expect(recordedDay()).toEqual(
    day.map((step) => (step.kind === 'log' ? { ...step, log: expect.anything() } : step)),
  );
  expect(day.every(({ atMs }, index) => atMs >= (day[index - 1]?.atMs ?? 0) && atMs < DAY_MS)).toBe(true);
});

it('comes from documentation addresses only, and marks its logs as a simulation', () => {
  for (const step of recordedDay()) {
    if (step.kind === 'request') expect(step.request.from).toMatch(DOCUMENTATION);
    else if (step.log.file.endsWith('.jsonl'))
      expect(JSON.parse(step.log.line(new Date(0)))).toHaveProperty('Simulation');
  }
});

it('shows an attack within the first seconds and the intrusion within the first minute', () => {
  const day = recordedDay();
  expect(day.some(({ kind, atMs }) => kind === 'log' && atMs < 15_000)).toBe(true);
  expect(day.filter(({ kind, atMs }) => kind === 'log' && atMs < 60_000).length).toBeGreaterThan(10);
});
