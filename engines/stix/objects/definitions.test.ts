import { describe, expect, it } from 'vitest';
import { canonicalJson, DEFINITIONS, definitionOf, isOfType, type StixObject } from '../index.ts';

describe('DEFINITIONS', () => {
  it.each(Object.entries(DEFINITIONS))(
    '%s names itself, and only properties that it has',
    (name, definition) => {
      expect(definition.type).toBe(name);
      for (const one of definition.identity) expect(Object.keys(definition.properties)).toContain(one);
      for (const demand of definition.demands) {
        const names = Object.values(demand)
          .flat()
          .filter((value) => typeof value === 'string');
        const known = new Set<string>([...Object.keys(definition.properties), demand.kind]);
        expect(names.filter((one) => !known.has(one))).toEqual([]);
      }
    },
  );

  it('knows no type by a name that every object inherits', () => {
    expect(definitionOf('constructor')).toBeUndefined();
  });

  it('tells types of an object apart', () => {
    const object: StixObject = { type: 'mutex', id: 'mutex--0', name: 'a' };
    expect(isOfType(object, 'mutex') && object.name).toBe('a');
    expect(isOfType(object, 'file')).toBe(false);
  });
});

describe('canonicalJson', () => {
  it('sorts names and leaves no space', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'é' }], a: 1e21 })).toBe(
      '{"a":1e+21,"b":[1,{"c":"é","d":null}]}',
    );
  });
});
