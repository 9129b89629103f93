import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { pageMaker, prefersJson } from './block-page.ts';

function field(headers: readonly string[], name: string): string | undefined {
  return headers[headers.indexOf(name) + 1];
}

test('the page says the reference number and no detail', () => {
  const page = pageMaker()(403, '01J-REF', 'text/html,*/*;q=0.8');
  const html = page.body.toString();
  expect(html).toContain('<code>01J-REF</code>');
  expect(html).toContain('<h1>Forbidden</h1>');
  expect(page.body.length).toBeLessThan(1024);
  expect(field(page.headers, 'Cache-Control')).toBe('no-store');
  expect(field(page.headers, 'Content-Length')).toBe(String(page.body.length));
});

test('its policy allows its own style and nothing else', () => {
  const page = pageMaker()(403, 'R', undefined);
  const style = /<style>(.*)<\/style>/s.exec(page.body.toString())?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(field(page.headers, 'Content-Security-Policy')).toBe(
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  );
});

test('words of the operator and the reference are escaped', () => {
  const page = pageMaker({ title: '<b>', message: 'a & "b"', contact: "<script>'" })(403, '<i>', undefined);
  const html = page.body.toString();
  expect(html).not.toMatch(/<b>|<script>|<i>|"b"/);
  expect(html).toContain('&#60;b&#62;');
});

test('JSON where the client prefers it', () => {
  const page = pageMaker()(403, 'a"b', 'application/json');
  expect(JSON.parse(page.body.toString())).toEqual({ reference: 'a"b' });
  expect(field(page.headers, 'Content-Type')).toBe('application/json');
});

test.each([
  [undefined, false],
  ['', false],
  ['*/*', false],
  ['text/html,application/xhtml+xml,*/*;q=0.8', false],
  ['application/json', true],
  ['application/problem+json', true],
  ['application/json;q=0.5, text/html', false],
  ['application/json, text/html;q=0.9', true],
  ['application/json;q=0', false],
  ['application/json;q=rubbish', false],
  [`${'a,'.repeat(2000)}application/json`, false],
])('Accept: %s', (accept, expected) => {
  expect(prefersJson(accept)).toBe(expected);
});
