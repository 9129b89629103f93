import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, visibleParts, visibleString } from './visible-text.ts';

describe('text of attackers', () => {
  it.each([
    ['plain', 'plain'],
    ['<img src=x>', '<img src=x>'],
    ['سلام', 'سلام'],
    ['a\u202egnp.exe', 'a[U+202E]gnp.exe'],
    ['a\u2066b\u2069', 'a[U+2066]b[U+2069]'],
    ['a\u200bb\ufeff', 'a[U+200B]b[U+FEFF]'],
    ['a\u0000b\u001b[31m', 'a[U+0000]b[U+001B][31m'],
    ['a\u{e0041}b', 'a[U+E0041]b'],
    ['x\u3164y', 'x[U+3164]y'],
    ['\ud800', '[U+D800]'],
    ['GET /\r\nHost: a\r\n', 'GET /\nHost: a\n'],
    ['a\rb', 'a[U+000D]b'],
    ['a\tb\nc', 'a\tb\nc'],
    ['😀', '😀'],
  ])('%j is shown as %j', (text, expected) => {
    expect(visibleString(text)).toBe(expected);
  });

  it('loses nothing, and leaves no control, format or surrogate character in what is shown as text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parts = visibleParts(text);
        const back = parts
          .map((part) => (part.kind === 'text' ? part.text : String.fromCodePoint(part.codePoint)))
          .join('');
        expect(back).toBe(text.replaceAll('\r\n', '\n'));
        for (const part of parts)
          if (part.kind === 'text') expect(part.text).not.toMatch(/[^\P{C}\n\t\p{Cn}\p{Co}]/u);
      }),
    );
  });

  it('is cut without splitting a pair', () => {
    expect(cutText('ab😀', 3)).toBe('ab');
    expect(cutText('ab😀', 4)).toBe('ab😀');
    expect(cutText('abc', 2)).toBe('ab');
  });
});
