import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TRANSFORMATIONS, type TransformationName } from './index.ts';
import { lowercase } from './lowercase.ts';
import { TRIGGERS, type Trigger } from './triggers.ts';

const NAMES = Object.keys(TRIGGERS) as TransformationName[];
const TRIGGERED = NAMES.flatMap((name): (readonly [TransformationName, Trigger])[] => {
  const trigger = TRIGGERS[name];
  return trigger === null ? [] : [[name, trigger]];
});

function isTriggered(value: string, trigger: Trigger): boolean {
  const { bytes, texts = [], whole = [], edges = [] } = trigger;
  const codes = Array.from(value, (char) => char.charCodeAt(0));
  return (
    codes.some((code) => bytes.includes(code)) ||
    texts.some((text) => value.includes(text)) ||
    whole.includes(value) ||
    edges.includes(codes[0] ?? -1) ||
    edges.includes(codes.at(-1) ?? -1)
  );
}

const MARKS = [...'\0\t\n\v\f\r !"#%&\'()*+,-./0;<>AXaxu\\^|\x7f\x80\x9c\xa0\xbc\xc2\xc3\xef\xf0\xff'];
const VALUES = fc.oneof(
  fc.array(fc.constantFrom(...MARKS), { maxLength: 12 }).map((chars) => chars.join('')),
  fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 12 }).map((codes) => String.fromCharCode(...codes)),
);

/** Takes out what triggers, so that few values are thrown away. */
function withoutTriggers(value: string, { bytes, texts = [] }: Trigger): string {
  let rest = [...value].filter((char) => !bytes.includes(char.charCodeAt(0))).join('');
  while (texts.some((text) => rest.includes(text)))
    for (const text of texts) rest = rest.replaceAll(text, text.charAt(0));
  return rest;
}

describe('triggers', () => {
  it('texts are two characters long, and say nothing that the bytes say', () => {
    for (const [name, { bytes, texts = [] }] of TRIGGERED)
      for (const text of texts) {
        expect(text, name).toHaveLength(2);
        expect(
          [...text].some((char) => bytes.includes(char.charCodeAt(0))),
          name,
        ).toBe(false);
      }
  });

  it.each(TRIGGERED)('%s leaves values without its triggers alone', (name, trigger) => {
    fc.assert(
      fc.property(VALUES, (raw) => {
        const value = withoutTriggers(raw, trigger);
        fc.pre(!isTriggered(value, trigger));
        const expected = trigger.foldsCase === true ? lowercase(value) : value;
        expect(TRANSFORMATIONS[name](value)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(TRIGGERED)('each byte that triggers %s changes some value', (name, { bytes }) => {
    const around = [
      ['', ''],
      ['a', 'b'],
      ['', '41'],
      ['', 'u0041'],
      ['', '#65;'],
      ['', '\xa0'],
      ['', '\xa0\x80'],
      ['', '\x90\x80\x80'],
      ['', '\x80\x80\x80'],
    ];
    const unneeded = bytes.filter((byte) =>
      around.every(([before, after]) => {
        const value = `${before}${String.fromCharCode(byte)}${after}`;
        return TRANSFORMATIONS[name](value) === value;
      }),
    );
    expect(unneeded).toEqual([]);
  });

  it('are rare in plain words', () => {
    const value =
      'a sentence of plain words with 12 numbers, 3.14, dates 2026-11-23 10:00 and mail@example.test';
    const triggered = TRIGGERED.filter(([, trigger]) => isTriggered(value, trigger)).map(([name]) => name);
    expect(triggered).toEqual([
      'cmdLine',
      'parityEven7bit',
      'parityOdd7bit',
      'removeWhitespace',
      'uppercase',
      'urlEncode',
    ]);
  });
});
