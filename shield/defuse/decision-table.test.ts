import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../model/index.ts';
import { sampleDecision } from '../testing/samples.ts';
import { DecisionTable } from './decision-table.ts';
import { parseScope, tooWide } from './scope.ts';

function tableOf(...decisions: readonly Decision[]): DecisionTable {
  const table = new DecisionTable();
  table.replaceAll(decisions);
  return table;
}

const range = (value: string) => ({ scope: parseScope(value) });

describe('decisions on addresses', () => {
  it.each([
    ['the address itself', {}, '203.0.113.9', 'portal', 5, true],
    ['another address', {}, '203.0.113.10', 'portal', 5, false],
    ['a range', range('203.0.113.0/24'), '203.0.113.200', 'portal', 5, true],
    ['an IPv6 range', range('2001:db8::/48'), '2001:db8:0:1::5', 'portal', 5, true],
    ['an IPv4-mapped address', {}, '::ffff:203.0.113.9', 'portal', 5, true],
    ['another service', { service: 'taxes' }, '203.0.113.9', 'portal', 5, false],
    ['after its expiry', {}, '203.0.113.9', 'portal', 10_000, false],
    ['after it was taken back', { revokedMs: 4 }, '203.0.113.9', 'portal', 5, false],
    ['what is no address', {}, 'not an address', 'portal', 5, false],
  ] as const)('%s', (_, changes, address, service, nowMs, found) => {
    expect(tableOf(sampleDecision(changes)).lookup(address, service, nowMs) !== null).toBe(found);
  });

  it('lets allow win over a narrower block, and the narrower win otherwise', () => {
    const wide = sampleDecision({ id: 'wide', ...range('203.0.113.0/24') });
    const narrow = sampleDecision({ id: 'narrow' });
    expect(tableOf(wide, narrow).lookup('203.0.113.9', 'portal', 5)?.id).toBe('narrow');
    expect(tableOf({ ...wide, action: 'allow' }, narrow).lookup('203.0.113.9', 'portal', 5)?.id).toBe('wide');
  });

  it('falls back to a wider range when the narrower one is for another service', () => {
    const wide = sampleDecision({ id: 'wide', ...range('203.0.113.0/24') });
    const narrow = sampleDecision({ id: 'narrow', service: 'taxes' });
    expect(tableOf(wide, narrow).lookup('203.0.113.9', 'portal', 5)?.id).toBe('wide');
  });

  it('takes additions and removals at once', () => {
    const table = tableOf(sampleDecision());
    table.add(sampleDecision({ id: 'more', ...range('198.51.100.7') }));
    expect(table.lookup('198.51.100.7', 'portal', 5)?.id).toBe('more');
    table.remove('more');
    table.remove('decision-1');
    expect(table.lookup('198.51.100.7', 'portal', 5)).toBeNull();
    expect(table.lookup('203.0.113.9', 'portal', 5)).toBeNull();
  });

  it('sweeps what has expired', () => {
    const table = tableOf(sampleDecision());
    table.sweep(10_000);
    expect(table.size).toBe(0);
  });
});

it('answers as a plain scan over all decisions does', () => {
  const octet = fc.integer({ min: 0, max: 3 });
  const decision = fc.record({
    address: fc.tuple(octet, octet),
    prefix: fc.integer({ min: 20, max: 32 }),
    action: fc.constantFrom('block' as const, 'allow' as const),
    service: fc.constantFrom(null, 'portal', 'taxes'),
    expiresMs: fc.integer({ min: 1, max: 20 }),
    late: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 12 }), fc.tuple(octet, octet), (drawn, [third, fourth]) => {
      const made = drawn.map(({ address, prefix, late, ...rest }, index) => ({
        late,
        prefix,
        decision: sampleDecision({
          id: `d${index}`,
          ...range(`10.0.${address[0]}.${address[1]}/${prefix}`),
          ...rest,
        }),
      }));
      const table = tableOf(...made.filter(({ late }) => !late).map((one) => one.decision));
      for (const one of made) if (one.late) table.add(one.decision);
      const asked = `10.0.${third}.${fourth}`;
      const covering = made.filter(
        ({ decision: { scope, service, expiresMs } }) =>
          expiresMs > 10 &&
          service !== 'taxes' &&
          parseScope(`${asked}/${scope.value.split('/')[1] ?? 32}`).value === scope.value,
      );
      const found = table.lookup(asked, 'portal', 10);
      const allowed = covering.filter((one) => one.decision.action === 'allow');
      const candidates = allowed.length > 0 ? allowed : covering;
      const longest = Math.max(...candidates.map(({ prefix }) => prefix));
      const best = candidates.filter(({ prefix }) => prefix === longest);
      const lasting = Math.max(...best.map((one) => one.decision.expiresMs));
      expect(found === null).toBe(covering.length === 0);
      if (found !== null) expect(best.map((one) => one.decision)).toContain(found);
      if (found !== null) expect(found.expiresMs).toBe(lasting);
    }),
  );
});

describe('scopes', () => {
  it.each([
    ['203.0.113.9', { kind: 'address', value: '203.0.113.9' }],
    ['203.0.113.9/32', { kind: 'address', value: '203.0.113.9' }],
    ['203.0.113.9/24', { kind: 'range', value: '203.0.113.0/24' }],
    ['2001:DB8:0:0::1', { kind: 'address', value: '2001:db8::1' }],
  ])('reads %s', (text, scope) => {
    expect(parseScope(text)).toEqual(scope);
  });

  it('refuses what is wider than one person may block', () => {
    expect(tooWide(parseScope('203.0.113.0/24'))).toBeNull();
    expect(tooWide(parseScope('203.0.0.0/16'))).toBe(
      '203.0.0.0/16 is wider than /24: block narrower ranges instead',
    );
    expect(tooWide(parseScope('2001:db8::/32'))).toContain('/48');
  });
});

it('holds thousands that came one by one, each found and each removable', () => {
  const table = new DecisionTable();
  const made = Array.from({ length: 6_000 }, (_, index) =>
    sampleDecision({ id: `d${index}`, ...range(`10.${index >> 8}.${index & 255}.0/24`) }),
  );
  for (const decision of made) table.add(decision);
  for (const [index, decision] of made.entries()) {
    if (index % 3 === 0) table.remove(decision.id);
  }
  made.forEach((decision, index) => {
    const found = table.lookup(`10.${index >> 8}.${index & 255}.9`, 'portal', 5);
    expect(found?.id ?? null).toBe(index % 3 === 0 ? null : decision.id);
  });
});
