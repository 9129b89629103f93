import { type Pattern, plainText } from '../ast/pattern.ts';
import type { StringTest } from '../ast/value-test.ts';
import { asciiLower } from '../value/ascii-case.ts';
import { compileGlob, type Located } from './glob.ts';

/** The shapes that have a direct operation; all others are `glob`. */
export type StringShape =
  | { readonly kind: 'equals' | 'contains' | 'startswith' | 'endswith'; readonly text: string }
  | { readonly kind: 'anything' }
  | { readonly kind: 'glob'; readonly locate: (text: string) => Located | null };

/** What a string test comes down to; `text` is lower-cased unless the test is cased. */
export function shapeOf(test: StringTest): StringShape {
  const pattern = test.cased ? test.pattern : lowered(test.pattern);
  const plain = plainText(pattern);
  if (plain !== null) return { kind: 'equals', text: plain };
  const kinds = pattern.tokens.map((token) => token.kind).join(' ');
  const text = pattern.tokens.map((token) => (token.kind === 'text' ? token.text : '')).join('');
  switch (kinds) {
    case 'star':
      return { kind: 'anything' };
    case 'star text star':
      return { kind: 'contains', text };
    case 'text star':
      return { kind: 'startswith', text };
    case 'star text':
      return { kind: 'endswith', text };
    default:
      return { kind: 'glob', locate: compileGlob(pattern) };
  }
}

/** Whether a text (lower-cased by the caller where the test is not cased) has the shape. */
export function shapeTest(shape: StringShape): (text: string) => boolean {
  switch (shape.kind) {
    case 'anything':
      return () => true;
    case 'glob':
      return (text) => shape.locate(text) !== null;
    default: {
      const wanted = shape.text;
      if (shape.kind === 'equals') return (text) => text === wanted;
      if (shape.kind === 'contains') return (text) => text.includes(wanted);
      if (shape.kind === 'startswith') return (text) => text.startsWith(wanted);
      return (text) => text.endsWith(wanted);
    }
  }
}

function lowered(pattern: Pattern): Pattern {
  return {
    tokens: pattern.tokens.map((token) =>
      token.kind === 'text' ? { kind: 'text', text: asciiLower(token.text) } : token,
    ),
  };
}
