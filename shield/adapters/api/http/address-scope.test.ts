import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressCount, includesAddress, overlaps, readAskedScope } from './address-scope.ts';

function scopeOf(text: string) {
  const parsed = readAskedScope(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

describe('scope of a decision', () => {
  it.each([
    ['192.0.2.7', 'address', '192.0.2.7'],
    [' 192.0.2.7 ', 'address', '192.0.2.7'],
    ['192.0.2.7/32', 'address', '192.0.2.7'],
    ['192.0.2.77/24', 'range', '192.0.2.0/24'],
    ['2001:DB8:0:0:0:0:0:7', 'address', '2001:db8::7'],
    ['2001:db8::7/128', 'address', '2001:db8::7'],
    ['2001:db8:ffff::/32', 'range', '2001:db8::/32'],
    ['::ffff:192.0.2.7', 'address', '192.0.2.7'],
    ['0.0.0.0/0', 'range', '0.0.0.0/0'],
  ])('reads %s as %s %s', (text, kind, value) => {
    expect(scopeOf(text).scope).toEqual({ kind, value });
  });

  it.each([
    ['', /expected an address/],
    ['portal', /expected an address/],
    ['192.0.2', /expected an address/],
    ['192.0.2.7/33', /from 0 to 32/],
    ['192.0.2.7/', /number of bits/],
    ['2001:db8::/129', /from 0 to 128/],
    ['fe80::1%eth0', /expected an address/],
    ['192.0.2.1/24/8', /number of bits/],
  ])('refuses %j', (text, message) => {
    expect(readAskedScope(text)).toMatch(message);
  });

  it('is its own canonical form', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(32), (address, prefix) => {
        const once = scopeOf(`${address}/${address.includes('.') && address.includes(':') ? 128 : prefix}`);
        expect(scopeOf(once.scope.value).scope).toEqual(once.scope);
      }),
    );
  });

  it('knows what it includes, how much, and what it overlaps', () => {
    const range = scopeOf('192.0.2.0/25').range;
    expect(addressCount(range)).toBe(128n);
    expect(includesAddress(range, '192.0.2.127')).toBe(true);
    expect(includesAddress(range, '::ffff:192.0.2.127')).toBe(true);
    expect(includesAddress(range, '192.0.2.128')).toBe(false);
    expect(includesAddress(range, 'root')).toBe(false);
    expect(overlaps(range, scopeOf('192.0.2.0/24').range)).toBe(true);
    expect(overlaps(range, scopeOf('192.0.2.128/25').range)).toBe(false);
    expect(overlaps(range, scopeOf('::/0').range)).toBe(false);
  });
});
