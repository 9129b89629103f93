import type { OpenToken, PatternOf, PlaceholderToken } from '../ast/pattern.ts';
import { joinTokens } from '../ast/pattern.ts';
import type { RuleReport } from './report.ts';
import { parseWildcards } from './wildcard.ts';

/** Values that the placeholders of one value may make together. */
export const EXPANSION_LIMIT = 10_000;

/** What a placeholder is filled with, as alternatives; null leaves it as it is. */
export type PlaceholderFill = (token: PlaceholderToken) => readonly (readonly OpenToken[])[] | null;

/** `\\` is passed over, so that the percent sign after an escaped backslash begins a placeholder. */
const MARK = /\\\\|\\%|%([\w.-]+)%/g;

/** A piece of a value under `expand`: text with its wildcards still unread, or a placeholder. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'placeholder'; readonly name: string };

/** Splits a value at its placeholders (rules specification, "Placeholders"); `\%` becomes a plain percent sign. */
export function splitPlaceholders(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  let from = 0;
  for (const found of text.matchAll(MARK)) {
    if (found[0] === '\\\\') continue;
    plain += text.slice(from, found.index);
    from = found.index + found[0].length;
    const name = found[1];
    if (name === undefined) plain += '%';
    else {
      pieces.push({ kind: 'text', text: plain }, { kind: 'placeholder', name });
      plain = '';
    }
  }
  pieces.push({ kind: 'text', text: plain + text.slice(from) });
  return pieces.filter((piece) => piece.kind === 'placeholder' || piece.text !== '');
}

/** A value with its placeholders as tokens; `at`: offset of the value in the source. */
export function placeholderPattern(text: string, at: number): PatternOf<OpenToken> {
  const tokens = splitPlaceholders(text).flatMap((piece): readonly OpenToken[] =>
    piece.kind === 'text' ? parseWildcards(piece.text).tokens : [{ ...piece, at }],
  );
  return joinTokens(tokens);
}

/** The first placeholder that is still open, or null. */
export function openPlaceholder(pattern: PatternOf<OpenToken>): PlaceholderToken | null {
  return pattern.tokens.find((token) => token.kind === 'placeholder') ?? null;
}

/** All patterns that filling makes; null when there would be more than {@link EXPANSION_LIMIT}. */
export function fillPlaceholders(
  pattern: PatternOf<OpenToken>,
  fill: PlaceholderFill,
): readonly PatternOf<OpenToken>[] | null {
  let runs: readonly (readonly OpenToken[])[] = [[]];
  for (const token of pattern.tokens) {
    const fills = token.kind === 'placeholder' ? (fill(token) ?? [[token]]) : [[token]];
    if (runs.length * fills.length > EXPANSION_LIMIT) return null;
    runs = runs.flatMap((run) => fills.map((tokens) => [...run, ...tokens]));
  }
  return runs.map(joinTokens);
}

/** Says that a placeholder has no values, and how it gets some. */
export function reportUnfilled(report: RuleReport, { name, at }: PlaceholderToken): void {
  const help = `Give values for it: placeholders: { ${name}: [...] } (content.sigma in dejfa.yaml), or a pipeline with value_placeholders.`;
  const message = `Nothing fills the placeholder %${name}%`;
  report.error({ code: 'sigma.unfilled-placeholder', message, help }, at);
}

/** Says that filling was given up; `at`: offset of the value in the source. */
export function reportTooMany(report: RuleReport, at: number): void {
  const help = 'Use fewer placeholders in one value, or shorter lists of values for them.';
  const message = `The placeholders make more than ${EXPANSION_LIMIT} values`;
  report.error({ code: 'sigma.too-large', message, help }, at);
}
