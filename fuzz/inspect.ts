import { createInspector, type Inspector, type LoadedRules } from '../engines/seclang/index.ts';
import { threadMilliseconds } from './cpu-time.ts';
import type { HostileRequest } from './hostile-requests.ts';

/** What a request cost, and what was said of it. */
export interface Inspection {
  readonly recipe: string;
  /** The least of a few runs, since other work on the machine is in the time too. */
  readonly milliseconds: number;
  /** The same when the request was met for the first time. */
  readonly firstMilliseconds: number;
  readonly matches: number;
  readonly undetermined: boolean;
}

const RUNS = 4;
/** What takes less the first time is not run again. */
const UNSUSPICIOUS_MS = 20;

/** An inspector that runs every rule, and lets every request go on to the end. */
export function strictInspector(rules: LoadedRules): Inspector {
  return createInspector(rules, {
    mode: 'detect',
    variables: { paranoia_level: '4', executing_paranoia_level: '4', blocking_paranoia_level: '4' },
  });
}

/** Runs a request through the rules, more often where it takes long. */
export function inspect(inspector: Inspector, request: HostileRequest): Inspection {
  const first = runOnce(inspector, request);
  let milliseconds = first.milliseconds;
  for (let run = 1; run < RUNS && milliseconds > UNSUSPICIOUS_MS; run += 1) {
    milliseconds = Math.min(milliseconds, runOnce(inspector, request).milliseconds);
  }
  return { ...first, recipe: request.recipe, milliseconds, firstMilliseconds: first.milliseconds };
}

function runOnce(inspector: Inspector, request: HostileRequest) {
  const body = Buffer.from(request.body, 'latin1');
  const start = threadMilliseconds();
  const transaction = inspector.begin(
    {
      method: body.length > 0 ? 'POST' : 'GET',
      target: request.target,
      httpVersion: '1.1',
      headers: request.headers,
      clientAddress: '192.0.2.1',
      clientPort: 40_000,
      serverAddress: '192.0.2.2',
      serverPort: 443,
    },
    { nowMs: 0, uniqueId: 'fuzz' },
  );
  const verdicts = [transaction.requestHeaders()];
  if (transaction.wantsRequestBody) transaction.appendRequestBody(body);
  verdicts.push(transaction.requestBody());
  transaction.end();
  return {
    milliseconds: threadMilliseconds() - start,
    matches: transaction.matches.length,
    undetermined: verdicts.some(({ kind }) => kind === 'undetermined'),
  };
}
