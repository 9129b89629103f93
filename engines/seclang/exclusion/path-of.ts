import type { RequestHead } from '../api.ts';
import { readRequestFacts } from '../transaction/request-facts.ts';

/** REQUEST_FILENAME of a request: the path as rules see it, and as an exclusion has to name it. */
export function pathOf(head: RequestHead): string {
  return readRequestFacts(head).filename;
}
