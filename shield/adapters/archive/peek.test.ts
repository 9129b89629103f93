import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { peek } from './peek.ts';

const path = import.meta.filename;

describe('bytes whose beginning was looked at', () => {
  it('are all there', async () => {
    const { head, bytes } = await peek(createReadStream(path, { highWaterMark: 16 }), 20);
    expect(head).toHaveLength(32);
    const chunks: Buffer[] = [];
    for await (const chunk of bytes) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toContain('are all there');
  });

  it('close what they come from, also where nothing more is read', async () => {
    const stream = createReadStream(path, { highWaterMark: 16 });
    const { bytes } = await peek(stream, 20);
    await bytes[Symbol.asyncIterator]().return?.();
    expect(stream.destroyed).toBe(true);
  });

  it('close what they come from where reading is broken off', async () => {
    const stream = createReadStream(path, { highWaterMark: 16 });
    const { bytes } = await peek(stream, 20);
    for await (const chunk of bytes) if (chunk.length > 0) break;
    expect(stream.destroyed).toBe(true);
  });
});
