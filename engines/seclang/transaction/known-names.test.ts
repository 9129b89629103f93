import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArgumentName, KnownNames } from './known-names.ts';

const bytesOf = (text: string) => Buffer.from(text, 'latin1');

/** The name as readers look for it. */
function nameOf(known: KnownNames, around: ArgumentName, own: string): ArgumentName {
  const bytes = bytesOf(`"${own}"`);
  const found = known.find(around, bytes, 1, bytes.length - 1);
  return found ?? known.add(around, own, `${around.variable.value}.${own}`);
}

describe('known names', () => {
  it('are found by what is written, and by what they stand in', () => {
    const known = new KnownNames();
    const items = nameOf(known, known.json, 'items');
    expect(nameOf(known, known.json, 'items')).toBe(items);
    expect(known.find(known.json, bytesOf('item'), 0, 4)).toBeNull();
    expect(known.find(items, bytesOf('items'), 0, 5)).toBeNull();
    const first = known.element(items, 0);
    expect(known.element(items, 0)).toBe(first);
    expect(known.element(known.json, 0)).not.toBe(first);
    expect(known.find(items, bytesOf(''), 0, 0)).toBeNull();
    const id = nameOf(known, first, 'id');
    expect(id.variable).toMatchObject({ collection: 'ARGS_NAMES', value: 'json.items.array_0.id' });
    expect(nameOf(known, known.element(items, 1), 'id')).not.toBe(id);
  });

  it('are another object each time they come in one list, with the same knowledge', () => {
    const known = new KnownNames();
    const name = known.field('q');
    known.beginList();
    const [one, other] = [known.take(name), known.take(known.field('q'))];
    expect(other).toEqual(one);
    expect(other).not.toBe(one);
    expect(other.analysis).toBe(one.analysis);
    known.beginList();
    expect(known.take(name)).toBe(one);
  });

  it.each<[what: string, make: (known: KnownNames) => ArgumentName]>([
    ['long ones', (known) => known.field('a'.repeat(257))],
    [
      'long ones together',
      (known) => nameOf(known, nameOf(known, known.json, 'a'.repeat(200)), 'b'.repeat(60)),
    ],
    ['elements far behind', (known) => known.element(known.json, 256)],
    ['what stands in these', (known) => nameOf(known, known.element(known.json, 256), 'a')],
  ])('does not keep %s', (_, make) => {
    const known = new KnownNames();
    expect(make(known)).not.toBe(make(known));
  });

  it('gives each name its own text, however many come', () => {
    const known = new KnownNames();
    const part = fc.oneof(fc.nat(300), fc.stringMatching(/^[ab]{0,3}$/), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        let name = known.json;
        let text = 'json';
        for (const own of parts) {
          const written = typeof own === 'number' ? `array_${own}` : bytesOf(own).toString('latin1');
          text += `.${written}`;
          name = typeof own === 'number' ? known.element(name, own) : nameOf(known, name, written);
        }
        expect(name.variable.value).toBe(text);
      }),
      { numRuns: 5000 },
    );
    for (let number = 0; number < 20_000; number += 1) {
      expect(known.field(`name${number}`).variable.value).toBe(`name${number}`);
      expect(known.field('same').variable.value).toBe('same');
    }
  });
});
