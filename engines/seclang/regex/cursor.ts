import { PatternError } from './syntax.ts';

/** Reads a pattern from left to right. */
export class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The character at the cursor (plus `ahead`), or an empty string past the end. */
  peek(ahead = 0): string {
    return this.text.charAt(this.at + ahead);
  }

  startsWith(literal: string): boolean {
    return this.text.startsWith(literal, this.at);
  }

  /** Steps over the literal if it stands here. */
  eat(literal: string): boolean {
    if (!this.startsWith(literal)) return false;
    this.at += literal.length;
    return true;
  }

  next(): string {
    const char = this.peek();
    this.at += 1;
    return char;
  }

  /** Steps over what the sticky expression matches here and returns its match; null when it does not match. */
  match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    const match = sticky.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  /** Text up to `end`, which is stepped over; an error at `start` when it never comes. */
  until(end: string, what: string): string {
    const start = this.at;
    const found = this.text.indexOf(end, start);
    if (found === -1) throw new PatternError(`${what} is not closed`, start);
    this.at = found + end.length;
    return this.text.slice(start, found);
  }
}
