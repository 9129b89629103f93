import { type CharSet, complement, foldAsciiCase, isPosixClass, POSIX_CLASSES, unite } from './char-set.ts';
import { parseEscapedSet } from './escape.ts';
import { malformed, peek, type RegexReader, take, takeMatch, unsupported } from './reader.ts';

/** Reads a bracketed class; the reader stands after the opening bracket. */
export function parseClass(reader: RegexReader): CharSet {
  const negated = take(reader, '^');
  const sets: CharSet[] = [];
  // A closing bracket that stands first is plain.
  if (take(reader, ']')) sets.push([[0x5d, 0x5d]]);
  while (!take(reader, ']')) {
    if (reader.at >= reader.source.length) malformed(reader, 'A class is not closed');
    sets.push(parseMember(reader));
  }
  const written = unite(...sets);
  // Case is folded before the complement is taken, or [^a] would hold A when case does not count.
  const set = reader.flags.ignoreCase ? foldAsciiCase(written) : written;
  return negated ? complement(set) : set;
}

function parseMember(reader: RegexReader): CharSet {
  const posix = takeMatch(reader, /\[:(\^?)([a-z]+):\]/y);
  if (posix !== null) {
    const name = posix[2] ?? '';
    if (!isPosixClass(name)) return malformed(reader, `Unknown class [:${name}:]`);
    return posix[1] === '^' ? complement(POSIX_CLASSES[name]) : POSIX_CLASSES[name];
  }
  const from = parseEnd(reader);
  if (peek(reader) !== '-' || peek(reader, 1) === ']') return from;
  const start = singleUnit(from);
  // A hyphen after a class such as \d is plain.
  if (start === null) return from;
  reader.at += 1;
  const to = parseEnd(reader);
  const end = singleUnit(to);
  if (end === null) return unite(from, [[0x2d, 0x2d]], to);
  if (end < start) malformed(reader, 'The range is in the wrong order');
  return [[start, end]];
}

function parseEnd(reader: RegexReader): CharSet {
  if (take(reader, '\\')) {
    // Inside a class \b is the backspace.
    if (take(reader, 'b')) return [[8, 8]];
    return parseEscapedSet(reader);
  }
  const unit = peek(reader).charCodeAt(0);
  if (unit >= 0xd800 && unit <= 0xdfff) unsupported('A character above U+FFFF in a class');
  reader.at += 1;
  return [[unit, unit]];
}

function singleUnit(set: CharSet): number | null {
  const [range] = set;
  return set.length === 1 && range !== undefined && range[0] === range[1] ? range[0] : null;
}
