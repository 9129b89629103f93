/**
 * Text that somebody else chose, made safe to print: control characters, and the marks that turn the direction of
 * writing, become visible escapes, so that a log line cannot move the cursor, hide itself or rewrite the screen.
 * Line feeds and tabs stay.
 */
export function escapeControls(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (c) => {
      const code = c.charCodeAt(0);
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
    },
  );
}

/** As {@link escapeControls}, on one line: line feeds and tabs are escaped too. */
export function escapeLine(text: string): string {
  return escapeControls(text).replace(/[\t\n]/g, (c) => (c === '\n' ? '\\n' : '\\t'));
}

/** One of the styles that the eight-colour terminals have. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'inverse';

const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  inverse: [7, 27],
};

/** Paints `text`, which must be escaped already; leaves it alone where colours are not wanted (ECMA-48 §8.3.117). */
export function paint(text: string, style: Style, colour: boolean): string {
  if (!colour || text === '') return text;
  const [on, off] = CODES[style];
  return `\u001b[${on}m${text}\u001b[${off}m`;
}

/** Columns that `text` takes: colours none, East Asian wide characters and emoji two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text.replace(/\u001b\[\d+m/g, '')) width += characterWidth(character);
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function characterWidth(character: string): number {
  if (/^\p{Mark}$|^\u200d$|^\u200c$/u.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/** Cuts escaped, unpainted text to `columns`, with an ellipsis where something is missing. */
export function fit(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
