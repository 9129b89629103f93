import type { Inspector } from '../api.ts';
import { Inspection } from './inspection.ts';
import type { Exchange, InspectionOptions, Refusal } from './options.ts';
import { holdResponse } from './response-hold.ts';

/**
 * Inspects a request, answers it where it is refused, and makes ready to inspect the response where that is wanted.
 * `pass`: the application is to go on; `answered`: it is not; `left`: there is nobody to answer.
 * Rejects with `MiddlewareError` when the request cannot be inspected where this stands.
 */
export async function inspectExchange(
  inspector: Inspector,
  exchange: Exchange,
  options: InspectionOptions,
): Promise<'pass' | 'answered' | 'left'> {
  const inspection = new Inspection(inspector, exchange, options);
  const respond = options.respond ?? answerRefusal;
  const ruling = await inspection.request();
  if (ruling.kind === 'left') return 'left';
  if (ruling.kind === 'refuse') {
    respond(ruling.refusal, exchange);
    return 'answered';
  }
  if (options.responses === true) {
    holdResponse(exchange.outgoing, inspection, (refusal) => respond(refusal, exchange));
  }
  return 'pass';
}

/**
 * The answer to a refused request unless the application has its own: what its rule asks for. What is left of the
 * body, Node throws away.
 */
function answerRefusal({ status, reference, verdict }: Refusal, { outgoing }: Exchange): void {
  if (verdict.kind === 'block' && verdict.action === 'drop') {
    outgoing.destroy();
    return;
  }
  const location = verdict.kind === 'block' ? verdict.location : undefined;
  const text = `The request was refused. Reference: ${reference}\n`;
  outgoing.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': text.length,
    'cache-control': 'no-store',
    ...(location === undefined ? {} : { location: headerText(location) }),
  });
  outgoing.end(text);
}

/** A location may hold what a request brought along: what cannot stand in a header is written by its number. */
function headerText(location: string): string {
  return location.replace(
    /[^\x21-\x7e]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}
