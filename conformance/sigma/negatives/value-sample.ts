import type { SigmaValue } from '@dejfa/sigma';
import type { Pattern } from '../../../engines/sigma/ast/pattern.ts';
import type { ValueTest } from '../../../engines/sigma/ast/value-test.ts';
import { parseRegex } from '../../../engines/sigma/regex/parse.ts';
import type { AddressRange } from '../../../engines/sigma/value/cidr.ts';
import { regexSample } from './regex-sample.ts';

/** A text that a value must have somewhere; open ends may be followed or preceded by others. */
export interface TextPart {
  readonly text: string;
  readonly openStart: boolean;
  readonly openEnd: boolean;
}

/** What one test wants of its field. */
export type Sample =
  | { readonly kind: 'text'; readonly part: TextPart }
  | { readonly kind: 'value'; readonly value: SigmaValue }
  | { readonly kind: 'absent' }
  /** The same value as another field. */
  | { readonly kind: 'same'; readonly field: string };

/** Something that fulfils the test; `choice` picks among alternatives. */
export function sampleOf(test: ValueTest, choice: number): Sample {
  switch (test.kind) {
    case 'string':
      return { kind: 'text', part: patternSample(test.pattern) };
    case 'regex': {
      const text = regexSample(parseRegex(test), choice);
      return { kind: 'text', part: { text, openStart: true, openEnd: true } };
    }
    case 'number':
    case 'boolean':
      return { kind: 'value', value: test.value };
    case 'null':
      return { kind: 'absent' };
    case 'cidr':
      return { kind: 'value', value: addressText(test.range) };
    case 'compare': {
      const step = { lt: -1, lte: 0, gt: 1, gte: 0 }[test.comparison];
      return { kind: 'value', value: test.value + step };
    }
    case 'field-ref':
      return { kind: 'same', field: test.field };
    case 'any-of': {
      const inner = test.tests[choice % test.tests.length];
      return inner === undefined ? { kind: 'absent' } : sampleOf(inner, choice);
    }
  }
}

function patternSample({ tokens }: Pattern): TextPart {
  const text = tokens
    .map((token) => (token.kind === 'text' ? token.text : { star: '', one: 'x', dash: '-' }[token.kind]))
    .join('');
  return { text, openStart: tokens[0]?.kind === 'star', openEnd: tokens.at(-1)?.kind === 'star' };
}

function addressText({ words }: AddressRange): string {
  if (words.length === 2) return words.flatMap((word) => [word >> 8, word & 0xff]).join('.');
  return words.map((word) => word.toString(16)).join(':');
}

/** One value of all parts: closed starts first, closed ends last. */
export function joinParts(parts: readonly TextPart[], separator: string): string {
  const exact = parts.find((part) => !part.openStart && !part.openEnd);
  if (exact !== undefined) return exact.text;
  const first = longest(parts.filter((part) => !part.openStart));
  const last = longest(parts.filter((part) => !part.openEnd));
  const middle = parts.filter((part) => part.openStart && part.openEnd).map(({ text }) => text);
  return [first, ...middle, last].filter((text) => text !== undefined).join(separator);
}

function longest(parts: readonly TextPart[]): string | undefined {
  return parts.map(({ text }) => text).sort((a, b) => b.length - a.length)[0];
}
