import { ApiProblem } from './problem.ts';

/** A header that no cross-site form can send and that makes any cross-site fetch ask first. */
export const CONSOLE_HEADER = 'x-dejfa-console';

/**
 * Refuses what another site made the browser send. Reads: by `Sec-Fetch-Site` alone. Changes: the request must
 * carry the console's header, and `Sec-Fetch-Site` and `Origin`, where the browser sends them, must agree.
 */
export function assertSameOrigin(method: string, header: (name: string) => string | undefined): void {
  const site = header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') refuse();
  if (method === 'GET' || method === 'HEAD') return;
  if (header(CONSOLE_HEADER) === undefined) refuse();
  if (site === 'none') refuse();
  const origin = header('origin');
  if (origin !== undefined && !isOriginOf(origin, header('host'))) refuse();
}

function isOriginOf(origin: string, host: string | undefined): boolean {
  const url = URL.parse(origin);
  return url !== null && host !== undefined && url.host === host.toLowerCase();
}

function refuse(): never {
  throw new ApiProblem(
    'cross-site',
    `Changes need the header ${CONSOLE_HEADER} and the console's own origin.`,
  );
}
