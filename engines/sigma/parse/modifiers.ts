import { joinTokens, type OpenToken, type PatternOf, plainText, textPattern, widen } from '../ast/pattern.ts';
import type { Comparison, FieldRefTest, RegexFlags } from '../ast/value-test.ts';
import { parseCidr } from '../value/cidr.ts';
import type { DatePart } from '../value/date-part.ts';
import { base64, base64AtOffsets, utf8Bytes, utf16Bytes } from '../value/encode.ts';
import type { Draft, DraftValue } from './draft.ts';
import {
  EXPANSION_LIMIT,
  openPlaceholder,
  placeholderPattern,
  reportTooMany,
  reportUnfilled,
  splitPlaceholders,
} from './placeholder.ts';
import type { RuleReport } from './report.ts';
import { parseWildcards } from './wildcard.ts';
import { dashTokens, spellDashes } from './windash.ts';

/** What a modifier needs besides the draft: where it stands, and what placeholders are filled with. */
export interface ModifierContext {
  readonly name: string;
  readonly at: number;
  readonly report: RuleReport;
  readonly placeholders: Readonly<Record<string, readonly string[]>>;
}

/** Changes the draft; what cannot be done is reported through the context. */
type Modifier = (draft: Draft, context: ModifierContext) => void;

/** Every modifier of the modifiers appendix 2.1.0; {@link orderModifiers} says in which order they act. */
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
  windash: patterns((value) => [{ ...value, pattern: mapText(value.pattern, dashTokens) }]),
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

/** What may stand before `expand` without a change of its meaning: it then acts first, on the value as written. */
const BEFORE_EXPAND = ['all', 'cased', 'neq', 'contains', 'startswith', 'endswith'];

/** Modifiers act in the order in which they are written (rules specification, "Value Modifiers"), but for `expand`. */
export function orderModifiers(names: readonly string[]): readonly string[] {
  const at = names.indexOf('expand');
  const before = names.slice(0, Math.max(at, 0));
  if (at === -1 || !before.every((name) => BEFORE_EXPAND.includes(name))) return names;
  return ['expand', ...before, ...names.slice(at + 1)];
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
  return spelled((value, context) => {
    if (value.bytes) return unfit(value, context);
    const encoded = mapText(value.pattern, (text) => [{ kind: 'text', text: utf16Bytes(text, order) }]);
    const marked = mark === '' ? encoded : joinTokens([{ kind: 'text', text: mark }, ...encoded.tokens]);
    return [{ ...value, pattern: marked, bytes: true }];
  });
}

function encoding(encode: (bytes: string) => readonly string[]): Modifier {
  return spelled((value, context) => {
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

/** What encodes needs the text to the letter: each spelling of its dashes, and no open placeholder. */
function spelled(change: (value: PatternValue, context: ModifierContext) => readonly DraftValue[]): Modifier {
  return patterns((value, context) => {
    if (openPlaceholder(value.pattern) !== null) return unfit(value, context);
    const spellings = spellDashes(value.pattern);
    if (spellings !== null) {
      return spellings.flatMap((pattern) => change({ ...value, pattern }, context));
    }
    const help = 'Split the value, or leave out windash before the encoding.';
    const message = 'The value has more dashes than can be encoded in every spelling';
    context.report.error({ code: 'sigma.too-large', message, help }, value.at);
    return [value];
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

/**
 * Marks `%name%` (rules specification, "Placeholders"). What is known already is filled in at once, so that types such
 * as `re` can be read from it; the rest is left to processing pipelines, and rejects the rule if they leave it, too.
 */
function expandPlaceholders(draft: Draft, context: ModifierContext): void {
  eachValue((value) => {
    if (value.kind !== 'raw') return unfit(value, context);
    const texts = fillText(value.text, context.placeholders);
    if (texts === null) {
      return [
        { kind: 'pattern', pattern: placeholderPattern(value.text, value.at), bytes: false, at: value.at },
      ];
    }
    if (texts.length <= EXPANSION_LIMIT) return texts.map((text) => ({ ...value, text }));
    reportTooMany(context.report, value.at);
    return [value];
  })(draft, context);
}

/** All texts that the placeholders make, cut where they are too many; null when one is not known. */
function fillText(text: string, placeholders: ModifierContext['placeholders']): readonly string[] | null {
  let texts = [''];
  for (const piece of splitPlaceholders(text)) {
    const known = piece.kind === 'text' ? [piece.text] : fillsOf(piece.name, placeholders);
    if (known.length === 0) return null;
    if (texts.length <= EXPANSION_LIMIT)
      texts = texts.flatMap((before) => known.map((fill) => before + fill));
  }
  return texts;
}

function fillsOf(name: string, placeholders: ModifierContext['placeholders']): readonly string[] {
  return (Object.hasOwn(placeholders, name) ? placeholders[name] : undefined) ?? [];
}

function eachValue(change: (value: DraftValue, context: ModifierContext) => readonly DraftValue[]): Modifier {
  return (draft, context) => {
    draft.values = draft.values.map((forms) => forms.flatMap((value) => change(value, context)));
  };
}

function unfit(value: DraftValue, context: ModifierContext): readonly DraftValue[] {
  const open = value.kind === 'pattern' ? openPlaceholder(value.pattern) : null;
  if (open !== null) {
    reportUnfilled(context.report, open);
    return [value];
  }
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

function mapText(
  pattern: PatternOf<OpenToken>,
  change: (text: string) => readonly OpenToken[],
): PatternOf<OpenToken> {
  return joinTokens(
    pattern.tokens.flatMap((token) => (token.kind === 'text' ? change(token.text) : [token])),
  );
}
