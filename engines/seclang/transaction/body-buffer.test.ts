import { describe, expect, it } from 'vitest';
import { BodyBuffer } from './body-buffer.ts';

describe('body buffer', () => {
  it.each<[kind: string, chunk: Uint8Array]>([
    ['a buffer', Buffer.from('a=1\xff', 'latin1')],
    ['a plain array', Uint8Array.from([0x61, 0x3d, 0x31, 0xff])],
    ['a part of an array', Uint8Array.from([0, 0x61, 0x3d, 0x31, 0xff, 0]).subarray(1, 5)],
  ])('keeps the bytes of %s that the caller uses for something else', (_, chunk) => {
    const buffer = new BodyBuffer(100);
    expect(buffer.append(chunk)).toBe(true);
    chunk.fill(0);
    expect(buffer.text()).toBe('a=1\xff');
    buffer.clear();
    expect(buffer.text()).toBe('');
  });

  it('keeps what fits, and counts the rest', () => {
    const buffer = new BodyBuffer(5);
    expect(buffer.append(Buffer.from('abc'))).toBe(true);
    expect(buffer.append(new Uint8Array(0))).toBe(true);
    expect(buffer.append(Buffer.from('defg'))).toBe(false);
    expect(buffer.append(Buffer.from('h'))).toBe(false);
    expect([buffer.text(), buffer.seenBytes]).toEqual(['abcde', 8]);
  });

  it('takes many small chunks', () => {
    const buffer = new BodyBuffer(131_072);
    for (let at = 0; at < 131_072; at += 1) buffer.append(Uint8Array.of(0x61 + (at % 26)));
    expect(buffer.text()).toHaveLength(131_072);
    expect(buffer.text().slice(26, 52)).toBe('abcdefghijklmnopqrstuvwxyz');
  });
});
