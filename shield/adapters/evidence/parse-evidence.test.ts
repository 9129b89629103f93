import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAttributionKnowledge } from '../actors/index.ts';
import { parseEvidence } from './parse-evidence.ts';

const knowledge = await readAttributionKnowledge(join(import.meta.dirname, '../../../content'));
const file = (pieces: unknown, more: object = {}) => JSON.stringify({ time: '2019-05-28', pieces, ...more });
const technique = { kind: 'technique', value: 'T1190' };

describe('a file of evidence that cannot be read', () => {
  it.each([
    ['no JSON', '{', /evidence\.json: not JSON/],
    ['no object', '[]', /evidence\.json/],
    ['too long a text', ' '.repeat(20_000_000), /longer than/],
    ['a kind that there is not', file([{ kind: 'rumour', value: 'x' }]), /pieces\[0\]/],
    [
      'a technique that there is not',
      file([{ ...technique, value: 'T9999' }]),
      /knows? no technique "T9999"/,
    ],
    ['a grade that there is not', file([{ ...technique, grade: 'G7' }]), /pieces\[0\]\.grade/],
    [
      'a key that there is not',
      '{"time":"2019-05-28","pieces":[{"kind":"technique","value":"T1190","__proto__":{}}]}',
      /pieces\[0\]/,
    ],
    ['a day that there is not', file([technique], { time: '2019-02-31' }), /time/],
  ])('says so of %s', (_, text, message) => {
    expect(() => parseEvidence(text, 'evidence.json', knowledge)).toThrow(message);
  });
});
