import type { SigmaValue } from '@dejfa/sigma';

const BLANKS = ['', '', ' ', '\t', '', '  '] as const;

/**
 * The JSON of a value written in another way: blanks between its parts, and one character in eight escaped without need; in names of fields only where `salt` is a multiple of 16.
 * `JSON.parse` makes the same of it; what it looks like depends on `salt` alone.
 */
export function respell(value: SigmaValue, salt: number): string {
  const blank = (at: number) => BLANKS[(at * 7 + salt) % BLANKS.length] ?? '';
  if (typeof value === 'string') return spellText(value, salt);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) {
    return `[${value.map((item, at) => `${blank(at)}${respell(item, salt + at)}${blank(at + 1)}`).join(',')}]`;
  }
  const members = Object.entries(value).map(
    ([name, item], at) =>
      `${blank(at)}${salt % 16 === 0 ? spellText(name, 3) : JSON.stringify(name)}${blank(at + 1)}:${blank(at + 2)}${respell(item, salt + at)}${blank(at + 3)}`,
  );
  return `{${members.join(',')}}`;
}

function spellText(text: string, salt: number): string {
  let spelled = '"';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    // Halves of a pair are escaped together: one of them alone cannot be written in UTF-8.
    const isHalf = unit >= 0xd800 && unit < 0xe000;
    if (isHalf || (unit * 31 + at * 17 + salt) % 8 === 0)
      spelled += `\\u${unit.toString(16).padStart(4, '0')}`;
    else if (text[at] === '/' && salt % 2 === 0) spelled += '\\/';
    else spelled += JSON.stringify(text[at]).slice(1, -1);
  }
  return `${spelled}"`;
}

function isList(value: SigmaValue): value is readonly SigmaValue[] {
  return Array.isArray(value);
}
