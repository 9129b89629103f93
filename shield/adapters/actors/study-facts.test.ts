import { describe, expect, it } from 'vitest';
import { factsOfStudy } from './study-facts.ts';

const STUDY = {
  source: 'ATT&CK v1.0',
  licence: 'notice',
  groups: [{ id: 'G0001', name: 'One', aliases: ['Uno'], dom: 'e', refs: [0, 1], v: '1.0' }],
  software: [{ id: 'S0001', name: 'Tool', aliases: [], dom: 'em', kind: 'tool', plat: ['Windows'] }],
  campaigns: [],
  techniques: [{ id: 'T1001.001', name: 'Way', dom: 'e', tactics: ['discovery'], plat: ['None'] }],
  uses: [
    ['G0001', 'T1001.001', [0, 2]],
    ['G0001', 'S0001', [1]],
    ['G0001', 'S0001', []],
  ],
  attributed: [],
  refs: [
    ['Report', 'https://a.example/1', '2019, May 8'],
    ['Report', 'https://b.example/2', '2020, June'],
    [null, null, null],
  ],
};

describe('facts in the form of studies', () => {
  it('keep both pages that are cited under one name, and what a left out reference says', () => {
    const facts = factsOfStudy(STUDY);
    expect(facts.references.map(({ name, date }) => [name, date])).toEqual([
      ['Report', '2019-05-08'],
      ['Report (2)', '2020-06'],
    ]);
    expect(facts.uses).toEqual([
      { who: 'G0001', reference: null, what: ['S0001', 'T1001.001'] },
      { who: 'G0001', reference: 'Report', what: ['T1001.001'] },
      { who: 'G0001', reference: 'Report (2)', what: ['S0001'] },
    ]);
    expect(facts.techniques[0]).toMatchObject({ parent: 'T1001', domains: ['enterprise'], platforms: [] });
  });

  it('name the path of what is wrong', () => {
    expect(() => factsOfStudy({ ...STUDY, uses: [['G0001', 'S0001', 'x']] })).toThrow(/"uses",\s*0,\s*2/);
  });
});
