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

/** No generator: one that was not begun does nothing when it is ended, and what the bytes come from would stay open. */
function resume(head: Buffer, iterator: AsyncIterator<Buffer>): Bytes {
  let isHeadGiven = head.length === 0;
  const next = async (): Promise<IteratorResult<Buffer>> => {
    if (isHeadGiven) return iterator.next();
    isHeadGiven = true;
    return { done: false, value: head };
  };
  const end = async (): Promise<IteratorResult<Buffer>> => {
    await iterator.return?.();
    return { done: true, value: undefined };
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: end }) };
}

async function* thenThrow(head: Buffer, cause: unknown): AsyncGenerator<Buffer> {
  yield head;
  throw cause;
}
