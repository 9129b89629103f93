import { describe, expect, it } from 'vitest';
import { parsePattern } from './parse.ts';
import { requiredBytes } from './required-bytes.ts';

describe('required bytes', () => {
  it.each<[pattern: string, bytes: string | null, atLeast: number]>([
    ['(?:;|\\||&|`|\\$\\()\\s*(?:cat|ls)?', '$&;`|', 1],
    ['(?:[!#;][^!#;]*?){12}', '!#;', 12],
    ['(?:[!#;]{2}|;#;)*', null, 0],
    ['(?:[!#;]{2}|;#;)', '!#;', 2],
    ['<a>', '<', 1],
    ['<<a', '<', 2],
    ['[a-z]+', null, 0],
    ['x?', null, 0],
    ['(?=;)[a-z]+', null, 0],
    ['(#)\\1{3}', '#', 1],
    ['#{300}', '#', 255],
  ])('of %s are %j', (pattern, bytes, atLeast) => {
    const found = requiredBytes(parsePattern(pattern, {}).root);
    expect(found).toEqual(
      bytes === null ? null : { set: [...bytes].map((char) => char.charCodeAt(0)), atLeast },
    );
  });
});
