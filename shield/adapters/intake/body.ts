import { gunzip } from 'node:zlib';
import type { IntakeRequest } from './intake-message.ts';

/** Why a body is not taken, with the status that says so. */
export class BodyError extends Error {
  readonly code: 'too-large' | 'encoding' | 'damaged';
  readonly status: 400 | 413 | 415;

  constructor(code: 'too-large' | 'encoding' | 'damaged', message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'BodyError';
    this.code = code;
    this.status = code === 'too-large' ? 413 : code === 'encoding' ? 415 : 400;
  }
}

/** Bytes of a body as sent, and once unpacked. */
export interface BodyLimits {
  readonly bodyLimitBytes: number;
  readonly unpackedLimitBytes: number;
}

/** The whole body, unpacked; both sizes are bounded while it comes. Throws a {@link BodyError}. */
export async function readBody(request: IntakeRequest, limits: BodyLimits): Promise<Buffer> {
  const encoding = request.contentEncoding?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip' && encoding !== '')
    throw new BodyError('encoding', 'the only content encoding is gzip');
  const chunks: Uint8Array[] = [];
  let have = 0;
  for await (const chunk of request.body) {
    have += chunk.length;
    if (have > limits.bodyLimitBytes)
      throw new BodyError(
        'too-large',
        `a body may have ${limits.bodyLimitBytes} bytes: send fewer lines at a time`,
      );
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return encoding === 'gzip' ? unpack(body, limits.unpackedLimitBytes) : body;
}

function unpack(body: Buffer, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(body, { maxOutputLength: limitBytes }, (cause, unpacked) => {
      if (cause === null) resolve(unpacked);
      else if ('code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
        reject(new BodyError('too-large', `an unpacked body may have ${limitBytes} bytes`, { cause }));
      else reject(new BodyError('damaged', `damaged gzip: ${cause.message}`, { cause }));
    });
  });
}
