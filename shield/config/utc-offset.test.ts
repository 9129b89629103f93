import { expect, it } from 'vitest';
import { parseUtcOffset } from './utc-offset.ts';

it.each([
  ['Z', 0],
  ['+00:00', 0],
  ['-00:00', 0],
  ['+03:30', 210],
  ['-05:00', -300],
  ['+15:00', null],
  ['+3:30', null],
  ['+03:60', null],
  ['Europe/Riga', null],
])('%s', (text, minutes) => {
  expect(parseUtcOffset(text)).toBe(minutes);
});
