import { expect, it } from 'vitest';
import { isAddress } from './address.ts';

it.each([
  ['192.0.2.1', true],
  ['255.255.255.255', true],
  ['256.0.0.1', false],
  ['1.2.3', false],
  ['1.2.3.4.5', false],
  ['1..2.3', false],
  ['::', true],
  ['::1', true],
  ['2001:db8::1', true],
  ['fe80::1%eth0', true],
  ['::ffff:192.0.2.1', true],
  ['1:2:3:4:5:6:7:8', true],
  ['1:2:3:4:5:6:7', false],
  ['1:2:3:4:5:6:7:8:9', false],
  ['1::2::3', false],
  ['12345::', false],
  ['example.org', false],
  ['-', false],
  ['', false],
  [`${'1:'.repeat(100)}1`, false],
])('%j: %s', (text, expected) => {
  expect(isAddress(text)).toBe(expected);
});
