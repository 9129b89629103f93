import type { Context } from 'hono';
import type { z } from 'zod';
import type { ApiEnv } from './client.ts';
import { ApiProblem } from './problem.ts';

const BODY_LIMIT_BYTES = 64 * 1024;

/** The query string by `schema`; a name given twice counts once. Throws `invalid-input`. */
export function parseQuery<T extends z.ZodType>(context: Context<ApiEnv>, schema: T): z.output<T> {
  return parse(schema, context.req.query());
}

/** The JSON body by `schema`. Throws `wrong-media-type`, `too-large` or `invalid-input`. */
export async function parseBody<T extends z.ZodType>(
  context: Context<ApiEnv>,
  schema: T,
): Promise<z.output<T>> {
  const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new ApiProblem('wrong-media-type', 'Send application/json.');
  const text = await readText(context.req.raw.body);
  try {
    return parse(schema, JSON.parse(text));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ApiProblem('invalid-input', 'The body is not valid JSON.', { cause });
  }
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const first = errors[0];
  const detail =
    first === undefined ? 'The input is not valid.' : `${first.path || 'input'}: ${first.message}`;
  throw new ApiProblem('invalid-input', detail, { errors });
}

async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > BODY_LIMIT_BYTES)
      throw new ApiProblem('too-large', `A body has at most ${BODY_LIMIT_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
