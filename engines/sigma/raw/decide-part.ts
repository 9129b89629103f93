import type { Pattern, PatternToken } from '../ast/pattern.ts';
import type { CompareTest, RegexTest, StringTest, ValueTest } from '../ast/value-test.ts';
import { shapeOf } from '../compile/string-test.ts';
import { parseRegex } from '../regex/parse.ts';
import { requiredLiterals } from '../regex/required-literal.ts';
import { asciiLower } from '../value/ascii-case.ts';
import { needleOf } from './needle.ts';

/** What a test comes to on the bytes of a value; those of texts are escaped as JSON is. */
export type Part =
  | {
      readonly kind: 'contains' | 'startswith' | 'endswith' | 'equals';
      readonly bytes: Buffer;
      readonly cased: boolean;
    }
  | { readonly kind: 'number'; readonly bytes: Buffer }
  | { readonly kind: 'glob'; readonly pattern: RawPattern; readonly cased: boolean }
  /** Each match has one of the texts, if there are any. */
  | { readonly kind: 'regex'; readonly test: RegexTest; readonly texts: readonly Buffer[] }
  /** A whole number below the bound, or above it. */
  | { readonly kind: 'range'; readonly isBelow: boolean; readonly bound: number }
  | { readonly kind: 'network'; readonly address: number; readonly mask: number }
  | { readonly kind: 'reference'; readonly field: string }
  | { readonly kind: 'null' | 'wideNetwork' | 'anything' | 'unknown' };

/** A pattern cut at its stars. */
export interface RawPattern {
  readonly isAnchored: { readonly start: boolean; readonly end: boolean };
  readonly segments: readonly (readonly RawToken[])[];
}

/** A token of a pattern; see `PatternToken`. */
export type RawToken =
  | { readonly kind: 'text'; readonly bytes: Buffer }
  | { readonly kind: 'one' }
  | { readonly kind: 'dash' };

const UNKNOWN: Part = { kind: 'unknown' };

/** The parts of a test, of which one is enough. */
export function partsOf(test: ValueTest): readonly Part[] {
  switch (test.kind) {
    case 'any-of':
      return test.tests.flatMap(partsOf);
    case 'string':
      return [fromString(test)];
    case 'number':
      return [
        Number.isFinite(test.value) ? { kind: 'number', bytes: Buffer.from(String(test.value)) } : UNKNOWN,
      ];
    case 'boolean':
      return [{ kind: 'equals', bytes: Buffer.from(String(test.value)), cased: false }];
    case 'null':
      return [{ kind: 'null' }];
    case 'regex':
      return [fromRegex(test)];
    case 'cidr':
      return [fromRange(test.range)];
    case 'compare':
      return [fromCompare(test)];
    case 'field-ref':
      return [{ kind: 'reference', field: test.field }];
  }
}

function fromString(test: StringTest): Part {
  const shape = shapeOf(test);
  if (shape.kind === 'anything') return { kind: 'anything' };
  if (shape.kind === 'glob') return fromPattern(test);
  const bytes = rawBytes(shape.text);
  return bytes === null ? UNKNOWN : { kind: shape.kind, bytes, cased: test.cased };
}

function fromPattern({ pattern, cased }: StringTest): Part {
  const segments: RawToken[][] = [[]];
  for (const token of pattern.tokens) {
    if (token.kind === 'star') segments.push([]);
    else {
      const raw = rawToken(token, cased);
      if (raw === null) return UNKNOWN;
      segments.at(-1)?.push(raw);
    }
  }
  const isAnchored = { start: !startsWithStar(pattern), end: pattern.tokens.at(-1)?.kind !== 'star' };
  const filled = segments.filter((segment) => segment.length > 0);
  return { kind: 'glob', pattern: { isAnchored, segments: filled }, cased };
}

function startsWithStar({ tokens }: Pattern): boolean {
  return tokens[0]?.kind === 'star';
}

function rawToken(token: Exclude<PatternToken, { kind: 'star' }>, cased: boolean): RawToken | null {
  if (token.kind !== 'text') return { kind: token.kind };
  const bytes = rawBytes(cased ? token.text : asciiLower(token.text));
  return bytes === null ? null : { kind: 'text', bytes };
}

/** Null for a text that does not stand in lines as it is. */
function rawBytes(text: string): Buffer | null {
  const { bytes, anchors } = needleOf({ kind: 'equals', field: null, text });
  return anchors === 0 ? null : bytes;
}

function fromRegex(test: RegexTest): Part {
  const literals = requiredLiterals(parseRegex(test)) ?? [];
  const texts = literals.map((text) => needleOf({ kind: 'contains', field: null, text }).bytes);
  return { kind: 'regex', test, texts: texts.every(({ length }) => length > 0) ? texts : [] };
}

function fromRange({ words, bits }: Extract<ValueTest, { kind: 'cidr' }>['range']): Part {
  const [high, low] = words;
  if (words.length !== 2 || high === undefined || low === undefined) return { kind: 'wideNetwork' };
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return { kind: 'network', address: ((high << 16) | low) & mask, mask };
}

/** Beyond all whole numbers that are compared. */
const FARTHEST = 2 ** 52;

function fromCompare({ comparison, value }: CompareTest): Part {
  if (Number.isNaN(value)) return UNKNOWN;
  const isBelow = comparison === 'lt' || comparison === 'lte';
  const bound = BOUNDS[comparison](value);
  return { kind: 'range', isBelow, bound: Math.min(FARTHEST, Math.max(-FARTHEST, bound)) };
}

const BOUNDS = {
  lt: Math.ceil,
  lte: (value) => Math.floor(value) + 1,
  gt: Math.floor,
  gte: (value) => Math.ceil(value) - 1,
} as const satisfies Record<CompareTest['comparison'], (value: number) => number>;
