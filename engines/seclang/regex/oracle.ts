import { RegexLimitError, type RegexMatch, type RegexOptions } from './api.ts';
import { foldByte } from './byte-set.ts';
import { EDGE, holds, neighbourOf } from './neighbour.ts';
import { parsePattern } from './parse.ts';
import type { Assertion, Node } from './syntax.ts';

/** Where a trial stands: offset, and the captures as pairs of offsets (-1: none). */
interface Place {
  readonly at: number;
  readonly captures: readonly number[];
}

/** What is to match next; null when it cannot. */
type Then = (place: Place) => Place | null;

/** Matches one node from a place on, and whatever comes behind it. */
type Matcher = (place: Place, then: Then) => Place | null;

/** Iterations of one repeat in one search. */
const STEP_LIMIT = 20_000;

/**
 * The plainest reading of a pattern: tries everything in order, straight from the syntax tree. It exists so that
 * tests can hold the engines against it; throws `RegexLimitError` where it would take too long.
 */
export function execNaively(pattern: string, text: string, options: RegexOptions = {}): RegexMatch | null {
  const { root, groupCount } = parsePattern(pattern, options);
  const matcher = matcherOf(root, text);
  for (let start = 0; start <= text.length; start += 1) {
    const captures = Array.from({ length: 2 * (groupCount + 1) }, (_, slot) => (slot === 0 ? start : -1));
    const found = matcher({ at: start, captures }, (place) => place);
    if (found === null) continue;
    const ends = found.captures.with(1, found.at);
    const groups = Array.from({ length: groupCount + 1 }, (_, group) => captured(text, ends, group));
    return { index: ends[0] ?? 0, end: found.at, groups };
  }
  return null;
}

function captured(text: string, captures: readonly number[], group: number): string | undefined {
  const [from = -1, to = -1] = captures.slice(2 * group, 2 * group + 2);
  return from === -1 || to === -1 ? undefined : text.slice(from, to);
}

function matcherOf(node: Node, text: string): Matcher {
  switch (node.kind) {
    case 'empty':
      return (place, then) => then(place);
    case 'bytes':
      return ({ at, captures }, then) =>
        at < text.length && node.set[text.charCodeAt(at)] === 1 ? then({ at: at + 1, captures }) : null;
    case 'sequence':
      return node.items.map((item) => matcherOf(item, text)).reduceRight(followedBy);
    case 'alternation':
      return either(node.branches.map((branch) => matcherOf(branch, text)));
    case 'group':
      return capture(node.number, matcherOf(node.body, text));
    case 'repeat':
      return repeat(node, matcherOf(node.body, text));
    case 'atomic':
      return atomic(matcherOf(node.body, text));
    case 'look':
      return look(node, text);
    case 'assertion':
      return (place, then) => (isHere(node.at, text, place.at) ? then(place) : null);
    case 'backreference':
      return backreference(node, text);
    case 'keep':
      return ({ at, captures }, then) => then({ at, captures: captures.with(0, at) });
  }
}

function followedBy(second: Matcher, first: Matcher): Matcher {
  return (place, then) => first(place, (between) => second(between, then));
}

function either(matchers: readonly Matcher[]): Matcher {
  return (place, then) => {
    for (const matcher of matchers) {
      const found = matcher(place, then);
      if (found !== null) return found;
    }
    return null;
  };
}

function capture(group: number, body: Matcher): Matcher {
  return ({ at, captures }, then) =>
    body({ at, captures: captures.with(2 * group, at) }, (end) =>
      then({ at: end.at, captures: end.captures.with(2 * group + 1, end.at) }),
    );
}

function atomic(body: Matcher): Matcher {
  return (place, then) => {
    const end = body(place, (found) => found);
    return end === null ? null : then(end);
  };
}

type Repeat = Extract<Node, { kind: 'repeat' }>;

/** In an open repeat, an iteration behind the required ones that consumes nothing is the last. */
function repeat(node: Repeat, body: Matcher): Matcher {
  const { min, max, mode } = node;
  if (mode === 'possessive') return atomic(repeat({ ...node, mode: 'greedy' }, body));
  let steps = 0;
  const run = (count: number, place: Place, then: Then): Place | null => {
    steps += 1;
    if (steps > STEP_LIMIT) throw new RegexLimitError(STEP_LIMIT);
    const again = () =>
      body(place, (end) =>
        max === Infinity && count + 1 >= min && end.at === place.at ? then(end) : run(count + 1, end, then),
      );
    if (count < min) return again();
    if (count >= max) return then(place);
    return mode === 'greedy' ? (again() ?? then(place)) : (then(place) ?? again());
  };
  return (place, then) => run(0, place, then);
}

/** Looking behind: from every place before this one, to exactly this one. */
function look(node: Extract<Node, { kind: 'look' }>, text: string): Matcher {
  const branches = node.behind && node.body.kind === 'alternation' ? node.body.branches : [node.body];
  const bodies = branches.map((branch) => matcherOf(branch, text));
  const find = (body: Matcher, { at, captures }: Place): Place | null => {
    if (!node.behind) return body({ at, captures }, (end) => end);
    for (let start = at; start >= 0; start -= 1) {
      const found = body({ at: start, captures }, (end) => (end.at === at ? end : null));
      if (found !== null) return found;
    }
    return null;
  };
  return (place, then) => {
    const found = bodies.reduce<Place | null>((first, body) => first ?? find(body, place), null);
    if (node.negative) return found === null ? then(place) : null;
    return found === null ? null : then({ at: place.at, captures: found.captures });
  };
}

function backreference(node: Extract<Node, { kind: 'backreference' }>, text: string): Matcher {
  return ({ at, captures }, then) => {
    const wanted = captured(text, captures, node.group);
    if (wanted === undefined) return null;
    const found = text.slice(at, at + wanted.length);
    const same = node.ignoreCase ? fold(found) === fold(wanted) : found === wanted;
    return same ? then({ at: at + wanted.length, captures }) : null;
  };
}

function fold(text: string): string {
  return [...text].map((char) => String.fromCharCode(foldByte(char.charCodeAt(0)))).join('');
}

function isHere(assertion: Assertion, text: string, at: number): boolean {
  if (assertion === 'text-end-or-last-line-feed') return /^\n?$/.test(text.slice(at));
  const before = at === 0 ? EDGE : neighbourOf(text.charCodeAt(at - 1));
  const after = at === text.length ? EDGE : neighbourOf(text.charCodeAt(at));
  return holds(assertion, before, after);
}
