import type { ByteText } from './test-case.ts';

/** A function of the templates; arguments are text or whole numbers, the piped value is the last. Null: not so. */
type TemplateFunction = (...values: readonly (string | number)[]) => string | number | null;

/** Longest text that a template may make. */
const RESULT_LIMIT = 16 * 1024 * 1024;

/** Of Go's text/template and of Sprig, which go-ftw lends to its tests: those that make a text from texts. */
const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  repeat: (count, text) => {
    const times = Number(count);
    const once = String(text);
    return Number.isInteger(times) && times >= 0 && once.length * times <= RESULT_LIMIT
      ? once.repeat(times)
      : null;
  },
  upper: (text) => String(text).toUpperCase(),
  lower: (text) => String(text).toLowerCase(),
  trim: (text) => String(text).trim(),
  nospace: (text) => String(text).replace(/\s/g, ''),
  quote: (text) => JSON.stringify(String(text)),
  squote: (text) => `'${text}'`,
  cat: (...texts) => texts.join(' '),
  replace: (from, to, text) => String(text).replaceAll(String(from), () => String(to)),
  trunc: (length, text) => String(text).slice(0, Number(length)),
  b64enc: (text) => Buffer.from(String(text), 'latin1').toString('base64'),
  b64dec: (text) => Buffer.from(String(text), 'base64').toString('latin1'),
  print: (...texts) => texts.join(''),
};

const ACTION = /\{\{-?([\s\S]*?)-?\}\}/g;
const WORD = /\s*(?:"((?:[^"\\]|\\.)*)"|`([^`]*)`|(-?\d+)(?![\w.])|([A-Za-z]\w*)(?![\w.])|(\|))/y;

/**
 * Fills in the `{{ … }}` of a text. A text of which one action is no template in this sense is left as it is,
 * whole: payloads of template injection look alike, and go-ftw sends those as they are too.
 */
export function fillTemplate(text: ByteText): ByteText {
  if (!text.includes('{{')) return text;
  let isTemplate = true;
  const filled = text.replace(ACTION, (_, action: string) => {
    const value = evaluate(action);
    if (value === null) isTemplate = false;
    return value ?? '';
  });
  return isTemplate ? filled : text;
}

type Word =
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'name' | 'pipe'; readonly text: string };

function evaluate(action: string): string | null {
  const words = wordsOf(action);
  if (words === null || words.length === 0) return null;
  let piped: string | number | null = null;
  for (const stage of stagesOf(words)) {
    const [first, ...rest] = stage;
    if (first === undefined || rest.some((word) => word.kind !== 'value')) return null;
    const values = rest.flatMap((word) => (word.kind === 'value' ? [word.value] : []));
    if (piped !== null) values.push(piped);
    if (first.kind === 'value') {
      if (values.length > 0) return null;
      piped = first.value;
    } else {
      piped = Object.hasOwn(FUNCTIONS, first.text) ? (FUNCTIONS[first.text]?.(...values) ?? null) : null;
      if (piped === null) return null;
    }
  }
  return piped === null ? null : String(piped);
}

function stagesOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const stages: Word[][] = [[]];
  for (const word of words) {
    if (word.kind === 'pipe') stages.push([]);
    else stages.at(-1)?.push(word);
  }
  return stages;
}

/** Null where something is no text, number, name or pipe. */
function wordsOf(action: string): readonly Word[] | null {
  const words: Word[] = [];
  const text = action.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const found = WORD.exec(text);
    if (found === null) return null;
    const [, quoted, raw, number, name] = found;
    if (quoted !== undefined) {
      const value = unquote(quoted);
      if (value === null) return null;
      words.push({ kind: 'value', value });
    } else if (raw !== undefined) words.push({ kind: 'value', value: raw });
    else if (number !== undefined) words.push({ kind: 'value', value: Number(number) });
    else words.push(name === undefined ? { kind: 'pipe', text: '|' } : { kind: 'name', text: name });
  }
  return words;
}

/** A quoted text of Go (its specification, "String literals"), as bytes. */
function unquote(quoted: string): ByteText | null {
  let failed = false;
  const simple: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };
  const text = quoted.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (code.length === 5)
      return Buffer.from(String.fromCharCode(Number.parseInt(code.slice(1), 16)), 'utf8').toString('latin1');
    const char = simple[code];
    if (char === undefined) failed = true;
    return char ?? '';
  });
  return failed ? null : text;
}
