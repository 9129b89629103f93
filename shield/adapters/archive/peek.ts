/** Bytes as they come; consumed once. */
export type Bytes = AsyncIterable<Buffer>;

/**
 * The first bytes, at least `count` of them unless there are fewer, and all of the bytes with them in front. Damage
 * that is met here is thrown by those bytes, after what came before it; only when nothing did, it is thrown at once.
 */
export async function peek(
  bytes: Bytes,
  count: number,
): Promise<{ readonly head: Buffer; readonly bytes: Bytes }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let have = 0;
  try {
    while (have < count) {
      const next = await iterator.next();
      if (next.done === true) break;
      chunks.push(next.value);
      have += next.value.length;
    }
  } catch (cause) {
    if (have === 0) throw cause;
    const head = Buffer.concat(chunks);
    return { head, bytes: thenThrow(head, cause) };
  }
  const head = Buffer.concat(chunks);
  return { head, bytes: resume(head, iterator) };
}

async function* resume(head: Buffer, iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function* thenThrow(head: Buffer, cause: unknown): AsyncGenerator<Buffer> {
  yield head;
  throw cause;
}
