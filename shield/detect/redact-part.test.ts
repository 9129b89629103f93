import { expect, it } from 'vitest';
import { redactPart } from './redact-part.ts';

const REDACTED = new Set(['cookie', 'authorization']);

it.each([
  [
    'REQUEST_COOKIES:session',
    'a1b2 UNION x',
    { start: 5, length: 5 },
    { value: 'UNION', span: { start: 0, length: 5 } },
  ],
  ['REQUEST_HEADERS:Authorization', 'Bearer secret', undefined, { value: '[redacted]' }],
  [
    'REQUEST_HEADERS:User-Agent',
    'sqlmap',
    { start: 0, length: 6 },
    { value: 'sqlmap', span: { start: 0, length: 6 } },
  ],
  ['ARGS:q', "1' OR", undefined, { value: "1' OR" }],
] as const)('%s', (target, value, span, kept) => {
  expect(redactPart(span === undefined ? { target, value } : { target, value, span }, REDACTED)).toEqual({
    target,
    ...kept,
  });
});
