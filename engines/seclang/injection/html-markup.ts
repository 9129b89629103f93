/** Where a comment or the like ends: its text, and the piece with its closing mark. */
interface Closing {
  readonly textEnd: number;
  readonly end: number;
}

function closing(text: string, at: number, length: number): Closing {
  return at === -1 ? { textEnd: text.length, end: text.length } : { textEnd: at, end: at + length };
}

/** End of a comment that is none by the standard, such as `<?xml …>`, and of a doctype: the first `>`. */
export function findBogusCommentEnd(text: string, from: number): Closing {
  return closing(text, text.indexOf('>', from), 1);
}

/** End of `<% … %>` of old browsers. */
export function findPercentCommentEnd(text: string, from: number): Closing {
  return closing(text, text.indexOf('%>', from), 2);
}

/** End of a CDATA section: `]]>`. */
export function findCdataEnd(text: string, from: number): Closing {
  return closing(text, text.indexOf(']]>', from), 3);
}

/** `-->` or `-!>`; NUL bytes in between are passed over, as some browsers do. */
export function findCommentEnd(text: string, from: number): Closing {
  const mark = /-\0*[-!]\0*>/g;
  mark.lastIndex = from;
  const found = mark.exec(text);
  return closing(text, found?.index ?? -1, found?.[0].length ?? 0);
}
