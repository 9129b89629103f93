import {
  DASHES,
  joinTokens,
  type Pattern,
  type PatternToken,
  plainText,
  textPattern,
  widen,
} from '../ast/pattern.ts';
import type { Comparison, FieldRefTest, RegexFlags } from '../ast/value-test.ts';
import { parseCidr } from '../value/cidr.ts';
import type { DatePart } from '../value/date-part.ts';
import { base64, base64AtOffsets, utf8Bytes, utf16Bytes } from '../value/encode.ts';
import type { Draft, DraftValue } from './draft.ts';
import type { RuleReport } from './report.ts';
import { parseWildcards } from './wildcard.ts';

/** What a modifier needs besides the draft: where it stands, and what placeholders are filled with. */
export interface ModifierContext {
  readonly name: string;
  readonly at: number;
  readonly report: RuleReport;
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
}

/** Changes the draft; what cannot be done is reported through the context. */
type Modifier = (draft: Draft, context: ModifierContext) => void;

/** Every modifier of the modifiers appendix 2.1.0. They act in the order in which they are written. */
export const MODIFIERS = {
  all: (draft) => {
    draft.link = 'all';
  },
  cased: (draft) => {
    draft.cased = true;
  },
  neq: (draft) => {
    draft.negated = true;
  },
  contains: position('contains', { start: true, end: true }),
  startswith: position('startswith', { start: false, end: true }),
  endswith: position('endswith', { start: true, end: false }),
  exists: (draft) => {
    draft.exists = true;
  },
  windash: patterns((value) => [{ ...value, pattern: mapText(value.pattern, dashes) }]),
  wide: utf16('le', ''),
  utf16le: utf16('le', ''),
  utf16be: utf16('be', ''),
  utf16: utf16('le', '\u00ff\u00fe'),
  base64: encoding((bytes) => [base64(bytes)]),
  base64offset: encoding(base64AtOffsets),
  re: typed((value) => ({ kind: 'regex', source: value.text, at: value.at })),
  i: regexFlag('ignoreCase'),
  m: regexFlag('multiLine'),
  s: regexFlag('dotAll'),
  cidr: typed((value, context) => {
    const range = parseCidr(value.text);
    if (range !== null) return { kind: 'test', test: { kind: 'cidr', range }, at: value.at };
    const help = 'Write an address and a prefix length, for example 192.0.2.0/24 or 2001:db8::/32.';
    return context.report.error({ code: 'sigma.bad-value', message: 'Not an address range', help }, value.at);
  }),
  fieldref: typed((value) => ({ kind: 'field-ref', field: value.text, place: 'equal', at: value.at })),
  lt: comparison('lt'),
  lte: comparison('lte'),
  gt: comparison('gt'),
  gte: comparison('gte'),
  minute: datePart('minute'),
  hour: datePart('hour'),
  day: datePart('day'),
  week: datePart('week'),
  month: datePart('month'),
  year: datePart('year'),
  expand: expandPlaceholders,
} as const satisfies Record<string, Modifier>;

/** Narrows what follows a `|` in a key. */
export function isModifier(name: string): name is keyof typeof MODIFIERS {
  return Object.hasOwn(MODIFIERS, name);
}

function position(place: FieldRefTest['place'], ends: { start: boolean; end: boolean }): Modifier {
  return eachValue((value, context) => {
    if (value.kind === 'field-ref') return [{ ...value, place }];
    if (value.kind === 'regex' && place === 'contains') return [value];
    const read = asPattern(value);
    if (read === null) return unfit(value, context);
    return [{ ...read, pattern: widen(read.pattern, ends) }];
  });
}

type PatternValue = Extract<DraftValue, { kind: 'pattern' }>;

function patterns(
  change: (value: PatternValue, context: ModifierContext) => readonly DraftValue[],
): Modifier {
  return eachValue((value, context) => {
    const read = value.kind === 'number' ? null : asPattern(value);
    return read === null ? unfit(value, context) : change(read, context);
  });
}

function utf16(order: 'le' | 'be', mark: string): Modifier {
  return patterns((value) => {
    const encoded = mapText(value.pattern, (text) => [{ kind: 'text', text: utf16Bytes(text, order) }]);
    const marked = mark === '' ? encoded : joinTokens([{ kind: 'text', text: mark }, ...encoded.tokens]);
    return [{ ...value, pattern: marked, bytes: true }];
  });
}

function encoding(encode: (bytes: string) => readonly string[]): Modifier {
  return patterns((value, context) => {
    const text = plainText(value.pattern);
    if (text === null) {
      const help = 'Escape the wildcard, or put the modifiers that add wildcards after the encoding.';
      context.report.error(
        { code: 'sigma.bad-modifier', message: `${context.name} cannot encode a wildcard`, help },
        value.at,
      );
      return [value];
    }
    const bytes = value.bytes ? text : utf8Bytes(text);
    return encode(bytes).map((form) => ({ ...value, pattern: textPattern(form), bytes: false }));
  });
}

/** Modifiers that change the type read the value as it is written, so they must come first. */
function typed(
  read: (value: Extract<DraftValue, { kind: 'raw' }>, context: ModifierContext) => DraftValue | null,
): Modifier {
  return eachValue((value, context) => {
    const raw: DraftValue =
      value.kind === 'number' ? { kind: 'raw', text: value.source, at: value.at } : value;
    if (raw.kind !== 'raw') return unfit(value, context);
    const done = read(raw, context);
    return done === null ? [value] : [done];
  });
}

function regexFlag(flag: keyof RegexFlags): Modifier {
  return (draft, context) => {
    draft.flags = { ...draft.flags, [flag]: true };
    if (draft.values.flat().every((value) => value.kind === 'regex')) return;
    context.report.error(
      {
        code: 'sigma.bad-modifier',
        message: `${context.name} stands without re before it`,
        help: `Write \`|re|${context.name}\`.`,
      },
      context.at,
    );
  };
}

function comparison(kind: Comparison): Modifier {
  return eachValue((value, context) => {
    if (value.kind === 'number') {
      return [
        { kind: 'test', test: { kind: 'compare', comparison: kind, value: value.value }, at: value.at },
      ];
    }
    const help = 'Write the value as a number, without quotation marks.';
    context.report.error(
      { code: 'sigma.bad-value', message: `${context.name} needs a number`, help },
      value.at,
    );
    return [value];
  });
}

function datePart(part: DatePart): Modifier {
  return (draft) => {
    draft.datePart = part;
  };
}

/** Values that the placeholders of one value may make together. */
const EXPANSION_LIMIT = 10_000;
const PLACEHOLDER = /\\%|%([\w.-]+)%/g;

/** Fills `%name%` (rules specification, "Placeholders"); what cannot be filled rejects the rule. */
function expandPlaceholders(draft: Draft, context: ModifierContext): void {
  eachValue((value) => {
    if (value.kind !== 'raw') return unfit(value, context);
    let texts = [''];
    let from = 0;
    for (const found of value.text.matchAll(PLACEHOLDER)) {
      const before = value.text.slice(from, found.index);
      const name = found[1];
      const fills = name === undefined ? ['%'] : fillsOf(name, value.at, context);
      texts = texts.flatMap((text) => fills.map((fill) => text + before + fill));
      if (texts.length > EXPANSION_LIMIT) return tooMany(value, context);
      from = found.index + found[0].length;
    }
    return texts.map((text) => ({ ...value, text: text + value.text.slice(from) }));
  })(draft, context);
}

function tooMany(value: DraftValue, context: ModifierContext): readonly DraftValue[] {
  const help = 'Use fewer placeholders in one value, or shorter lists of values for them.';
  const message = `The placeholders make more than ${EXPANSION_LIMIT} values`;
  context.report.error({ code: 'sigma.too-large', message, help }, value.at);
  return [value];
}

function fillsOf(name: string, at: number, context: ModifierContext): readonly string[] {
  const fills = Object.hasOwn(context.placeholders, name) ? context.placeholders[name] : undefined;
  if (fills !== undefined && fills.length > 0) return fills;
  const help = `Give values for it: placeholders: { ${name}: [...] }.`;
  context.report.error(
    { code: 'sigma.unfilled-placeholder', message: `Nothing fills the placeholder %${name}%`, help },
    at,
  );
  return [''];
}

function eachValue(change: (value: DraftValue, context: ModifierContext) => readonly DraftValue[]): Modifier {
  return (draft, context) => {
    draft.values = draft.values.map((forms) => forms.flatMap((value) => change(value, context)));
  };
}

function unfit(value: DraftValue, context: ModifierContext): readonly DraftValue[] {
  const help = 'Check the order of the modifiers and the type of the value.';
  const message = `The modifier ${context.name} cannot be applied to this value`;
  context.report.error({ code: 'sigma.bad-modifier', message, help }, value.at);
  return [value];
}

/** Text and numbers as patterns; null for what has no text. */
export function asPattern(value: DraftValue): PatternValue | null {
  if (value.kind === 'pattern') return value;
  if (value.kind === 'raw') {
    return { kind: 'pattern', pattern: parseWildcards(value.text), bytes: false, at: value.at };
  }
  if (value.kind !== 'number') return null;
  return { kind: 'pattern', pattern: textPattern(value.source), bytes: false, at: value.at };
}

function mapText(pattern: Pattern, change: (text: string) => readonly PatternToken[]): Pattern {
  return joinTokens(
    pattern.tokens.flatMap((token) => (token.kind === 'text' ? change(token.text) : [token])),
  );
}

/** Every dash or slash becomes a token that any of them matches: all permutations without listing them. */
function dashes(text: string): readonly PatternToken[] {
  return [...text].map((character) =>
    DASHES.includes(character) ? { kind: 'dash' } : { kind: 'text', text: character },
  );
}
