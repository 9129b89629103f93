import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RULES_FOLDER } from './configuration.ts';
import { PEERS } from './requests.ts';

/** One line of the peer's output. */
export interface PeerFigures {
  readonly request: string;
  /** CPU µs above bare nginx. */
  readonly us_per_request: number;
  readonly bare_us: number;
  readonly requests: number;
}

/** Runs the peer's own script; throws where it fails. */
export async function measurePeer(paranoia: number, seconds: number): Promise<readonly PeerFigures[]> {
  const script = join(PEERS, 'modsecurity/run.sh');
  const args = [script, RULES_FOLDER, String(paranoia), String(seconds)];
  const { stdout } = await promisify(execFile)('bash', args);
  const lines = stdout.trim().split('\n');
  return lines.map((line): PeerFigures => JSON.parse(line));
}
