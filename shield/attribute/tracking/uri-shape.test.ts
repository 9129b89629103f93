import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uriShape } from './uri-shape.ts';

describe('the shape of a request-target', () => {
  it.each([
    ['/', null],
    ['/login', '/login'],
    ['/user/17/photo', '/user/N/photo'],
    ['/x/0f8fad5b-d9cb-469f-a165-70867728950e', '/x/U'],
    ['/t/deadbeef01', '/t/H'],
    ['/t/aGVsbG8gd29ybGQ5', '/t/B'],
    ['/a?z=1&b=2&z=3', '/a?b&z'],
    ['http://evil.example:8080/a/9#x', '/a/N'],
    [`/${'s/'.repeat(40)}`, `${'/s'.repeat(12)}/…`],
  ])('of %s is %s', (target, shape) => {
    expect(uriShape(target)).toBe(shape);
  });

  it('is short, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5_000 }), (target) => {
        expect((uriShape(target) ?? '').length).toBeLessThan(2 * 12 * 130 + 10);
      }),
    );
  });
});
