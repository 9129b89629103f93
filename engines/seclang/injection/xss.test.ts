import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type HtmlContext, HtmlLexer } from './html-lexer.ts';
import { detectXss } from './xss.ts';

const CORPUS = join(import.meta.dirname, '../../../../shared/corpora/libinjection/tests');

function htmlCases(): readonly { file: string; input: string; expected: string }[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS)
    .filter((file) => file.startsWith('test-html5-'))
    .map((file) => {
      const text = readFileSync(join(CORPUS, file), 'latin1');
      const [, input = '', expected = ''] = text.split(/^--(?:INPUT|EXPECTED)--\n/m);
      return { file, input: input.trim(), expected: expected.trim() };
    });
}

function tokensOf(text: string, context: HtmlContext): readonly string[] {
  const lexer = new HtmlLexer(text, context);
  const shown: string[] = [];
  while (lexer.read()) {
    const { kind, start, end } = lexer;
    shown.push(`${kind.toUpperCase().replaceAll('-', '_')},${end - start},${text.slice(start, end)}`);
  }
  return shown;
}

describe.skipIf(!existsSync(CORPUS))('the HTML cases of libinjection', () => {
  it.each(htmlCases())('$file', ({ input, expected }) => {
    expect(tokensOf(input, 'data').join('\n').trim()).toBe(expected);
  });
});

describe('detectXss', () => {
  it.each([
    ['a script tag', '<script>marker</script>'],
    ['a tag with NUL in its name', '<scr\0ipt>marker'],
    ['an event handler', '<img src=x onerror=marker>'],
    ['a handler that breaks out of double quotes', '" onmouseover=marker x="'],
    ['a handler that breaks out of single quotes', "' onfocus='marker"],
    ['a handler without quotes', 'x onclick=marker'],
    ['a script URL', '<a href="javascript:marker">'],
    ['a script URL in character references', '<a href="&#106;&#x61;vascript:marker">'],
    ['a script URL broken by a line feed', '<a href="java\nscript:marker">'],
    ['a data URL', '<embed-like src=data:text/html,marker>'],
    ['style', '<p style="marker">'],
    ['SVG', '<svg/onload=marker>'],
    ['a conditional comment', '<!--[if IE]>marker<![endif]-->'],
    ['a document type', '<!doctype html>'],
    ['an attribute that names another', '<set attributename=href to=x>'],
    ['a backtick in a comment', '<!-- `marker` -->'],
  ])('finds %s', (_, text) => {
    expect(detectXss(text)).toBe(true);
  });

  it.each([
    ['prose', 'The quick brown fox'],
    ['an inequality', '1 < 2 and 3 > 2'],
    ['plain markup', '<p>Hello <b>world</b></p>'],
    ['a link', '<a href="https://example.test/">'],
    ['Persian text as UTF-8', Buffer.from('درخواست شهروند', 'utf8').toString('latin1')],
    ['an equals sign', 'page=1&onward=2'],
    ['a comment', '<!-- note -->'],
    ['nothing', ''],
  ])('leaves %s alone', (_, text) => {
    expect(detectXss(text)).toBe(false);
  });
});
