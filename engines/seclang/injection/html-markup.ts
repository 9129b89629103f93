/** Stretch of a comment or the like: its text, and the offset behind its end. */
interface Stretch {
  readonly text: string;
  readonly end: number;
}

function stretch(
  text: string,
  from: number,
  close: { readonly at: number; readonly length: number },
): Stretch {
  if (close.at === -1) return { text: text.slice(from), end: text.length };
  return { text: text.slice(from, close.at), end: close.at + close.length };
}

/** A comment that is none by the standard, such as `<?xml …>`: ends at the first `>`. */
export function readBogusComment(text: string, from: number): Stretch {
  return stretch(text, from, { at: text.indexOf('>', from), length: 1 });
}

/** `<% … %>` of old browsers. */
export function readPercentComment(text: string, from: number): Stretch {
  return stretch(text, from, { at: text.indexOf('%>', from), length: 2 });
}

/** A doctype, to its `>`. */
export function readDoctype(text: string, from: number): Stretch {
  return readBogusComment(text, from);
}

/** A CDATA section, to its `]]>`. */
export function readCdata(text: string, from: number): Stretch {
  return stretch(text, from, { at: text.indexOf(']]>', from), length: 3 });
}

/** Ends at `-->` or `-!>`; NUL bytes in between are passed over, as some browsers do. */
export function readComment(text: string, from: number): Stretch {
  const close = /-\0*[-!]\0*>/g;
  close.lastIndex = from;
  const match = close.exec(text);
  return stretch(text, from, { at: match?.index ?? -1, length: match?.[0].length ?? 0 });
}
