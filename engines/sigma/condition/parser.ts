import type { Condition } from '../ast/condition.ts';
import { suggestName } from '../parse/near-name.ts';
import { type ConditionToken, lexCondition } from './lexer.ts';

/** Why a condition is refused. */
export interface ConditionProblem {
  readonly code: 'sigma.bad-condition' | 'sigma.unknown-detection';
  readonly message: string;
  /** Offset in the text of the condition. */
  readonly at: number;
  readonly help?: string;
}

/** A condition as a tree, or why there is none. */
export type ParsedCondition =
  | { readonly kind: 'parsed'; readonly condition: Condition }
  | { readonly kind: 'refused'; readonly problem: ConditionProblem };

/** Deeper brackets than this are refused; published rules stay below five. */
const DEPTH_LIMIT = 100;

/**
 * Parses a condition over the named detections (rules specification, "Condition"). Precedence, loosest first:
 * or, and, not, `x of`, brackets.
 */
export function parseCondition(text: string, names: readonly string[]): ParsedCondition {
  const parser: Parser = { tokens: lexCondition(text), next: 0, names, end: text.length, depth: 0 };
  try {
    const condition = parseOr(parser);
    const rest = parser.tokens[parser.next];
    if (rest !== undefined) fail(unexpected(rest));
    return { kind: 'parsed', condition };
  } catch (error) {
    if (error instanceof ConditionError) return { kind: 'refused', problem: error.problem };
    throw error;
  }
}

interface Parser {
  readonly tokens: readonly ConditionToken[];
  readonly names: readonly string[];
  readonly end: number;
  next: number;
  depth: number;
}

class ConditionError extends Error {
  readonly problem: ConditionProblem;

  constructor(problem: ConditionProblem) {
    super(problem.message);
    this.name = 'ConditionError';
    this.problem = problem;
  }
}

function parseOr(parser: Parser): Condition {
  const parts = [parseAnd(parser)];
  while (takeWord(parser, 'or')) parts.push(parseAnd(parser));
  return joined('or', parts);
}

function parseAnd(parser: Parser): Condition {
  const parts = [parseNot(parser)];
  while (takeWord(parser, 'and')) parts.push(parseNot(parser));
  return joined('and', parts);
}

function parseNot(parser: Parser): Condition {
  let negations = 0;
  while (takeWord(parser, 'not')) negations += 1;
  const part = parsePrimary(parser);
  return negations % 2 === 0 ? part : { kind: 'not', part };
}

function parsePrimary(parser: Parser): Condition {
  const token = parser.tokens[parser.next];
  if (token === undefined) return fail(unexpectedEnd(parser));
  parser.next += 1;
  if (token.kind === '(') return parseBrackets(parser, token);
  if (token.kind !== 'word') return fail(unexpected(token));
  const of = parser.tokens[parser.next];
  if (isWord(of, 'of') && !parser.names.includes(token.text)) return parseSelector(parser, token);
  if (['and', 'or', 'of', 'them'].includes(token.text.toLowerCase())) return fail(unexpected(token));
  if (parser.names.includes(token.text)) return { kind: 'detection', name: token.text };
  return fail({
    code: 'sigma.unknown-detection',
    message: `The condition names ${JSON.stringify(token.text)}, which is not defined`,
    at: token.at,
    help: suggestName(token.text, parser.names, 'Defined'),
  });
}

function parseBrackets(parser: Parser, open: ConditionToken): Condition {
  parser.depth += 1;
  if (parser.depth > DEPTH_LIMIT) fail({ ...unexpected(open), message: 'Brackets are nested too deep' });
  const inner = parseOr(parser);
  parser.depth -= 1;
  const close = parser.tokens[parser.next];
  if (close?.kind !== ')') {
    fail({ ...unexpected(open), message: 'This bracket is not closed', help: 'Add a closing bracket.' });
  }
  parser.next += 1;
  return inner;
}

/** `1 of`, `any of` or `all of`, then `them` or a name with `*` anywhere. */
function parseSelector(parser: Parser, quantifier: ConditionToken): Condition {
  const target = parser.tokens[parser.next + 1];
  const link = { '1': 'or', any: 'or', all: 'and' } as const;
  const word = quantifier.text.toLowerCase();
  if (word !== '1' && word !== 'any' && word !== 'all') {
    return fail({ ...unexpected(quantifier), help: 'Before `of` stands `1`, `any` or `all`.' });
  }
  if (target === undefined) return fail(unexpectedEnd(parser));
  if (target.kind !== 'word') return fail(unexpected(target));
  parser.next += 2;
  const names = selectNames(target.text, parser.names);
  if (names.length > 0) {
    const parts = names.map((name): Condition => ({ kind: 'detection', name }));
    return joined(link[word], parts);
  }
  return fail({
    code: 'sigma.unknown-detection',
    message: `No search identifier fits ${JSON.stringify(target.text)}`,
    at: target.at,
    help: `Defined: ${parser.names.join(', ')}.`,
  });
}

/** Identifiers that begin with an underscore are left out, unless the pattern begins with one, too. */
function selectNames(target: string, names: readonly string[]): readonly string[] {
  const isAll = target.toLowerCase() === 'them';
  const open = target.startsWith('_') ? names : names.filter((name) => !name.startsWith('_'));
  return open.filter((name) => isAll || fitsStars(target.split('*'), name));
}

/** Whether the pieces occur in their order, the first at the start and the last at the end. */
function fitsStars(pieces: readonly string[], name: string): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.endsWith(last) && at <= name.length - last.length;
}

function takeWord(parser: Parser, word: string): boolean {
  if (!isWord(parser.tokens[parser.next], word)) return false;
  parser.next += 1;
  return true;
}

function isWord(token: ConditionToken | undefined, word: string): boolean {
  return token?.kind === 'word' && token.text.toLowerCase() === word;
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
}

function unexpected(token: ConditionToken): ConditionProblem {
  const problem = {
    code: 'sigma.bad-condition',
    message: `Unexpected ${JSON.stringify(token.text)}`,
  } as const;
  if (token.kind !== '|') return { ...problem, at: token.at };
  const help = 'Aggregations after | are not part of the specification any more: write a correlation rule.';
  return { ...problem, at: token.at, help };
}

function unexpectedEnd(parser: Parser): ConditionProblem {
  return { code: 'sigma.bad-condition', message: 'The condition ends too early', at: parser.end };
}

function fail(problem: ConditionProblem): never {
  throw new ConditionError(problem);
}
