import { ContentError } from './content-error.ts';
import type { ContentLimits } from './limits.ts';
import { tooLarge } from './read-folder.ts';

const REDIRECT_LIMIT = 5;

/**
 * Fetches an archive over https, redirects included; plain http only from this machine itself. Throws
 * `ContentError` when the server refuses, is too slow, or sends more than the limit.
 */
export async function download(location: string, limits: ContentLimits): Promise<Buffer> {
  const deadline = AbortSignal.timeout(limits.downloadMs);
  let url = trusted(location);
  for (let redirects = 0; redirects <= REDIRECT_LIMIT; redirects += 1) {
    const response = await ask(url, deadline);
    const target = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && target !== null) {
      await response.body?.cancel();
      url = trusted(new URL(target, url).href);
      continue;
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw failed(url, `the server answered ${response.status}`);
    }
    return readBody(response, url, limits);
  }
  throw failed(new URL(location), `it was redirected more than ${REDIRECT_LIMIT} times`);
}

function trusted(location: string): URL {
  const url = URL.canParse(location) ? new URL(location) : null;
  const isLocal = url !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) return url;
  const remedy = 'packs are fetched over https only: use the https address of the publisher';
  throw new ContentError('download-failed', `${location.slice(0, 200)} is not an https address`, { remedy });
}

async function ask(url: URL, deadline: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { redirect: 'manual', signal: deadline, headers: { 'user-agent': 'dejfa' } });
  } catch (cause) {
    throw failed(url, reasonOf(cause), cause);
  }
}

async function readBody(response: Response, url: URL, limits: ContentLimits): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let totalBytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      totalBytes += chunk.length;
      if (totalBytes > limits.archiveBytes) throw tooLarge(`${url.href} is`, limits.archiveBytes);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof ContentError) throw cause;
    throw failed(url, reasonOf(cause), cause);
  }
  return Buffer.concat(chunks, totalBytes);
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === 'TimeoutError') return 'it took too long';
  const deeper =
    cause.cause instanceof Error ? ('code' in cause.cause ? cause.cause.code : cause.cause.message) : null;
  return deeper === null ? cause.message : String(deeper);
}

function failed(url: URL, why: string, cause?: unknown): ContentError {
  const remedy = 'check the address and the network; a file fetched by other means can be added by its path';
  return new ContentError('download-failed', `${url.href} could not be fetched: ${why}`, { remedy, cause });
}
