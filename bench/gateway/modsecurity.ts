import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

/** One line of the peer's output. */
export interface ModSecurityFigures {
  readonly rules: string;
  readonly paranoia: number;
  readonly request: string;
  /** CPU µs above bare nginx. */
  readonly us_per_request: number;
  readonly bare_us: number;
  readonly requests: number;
}

const RULES = '/usr/share/modsecurity-crs/rules';

/** Runs the peer's script; a sentence instead of figures where it cannot be run. */
export async function measureModSecurity(
  script: string,
  seconds: number,
): Promise<readonly ModSecurityFigures[] | string> {
  if (!existsSync(script)) return 'libmodsecurity is not compared: its script is not beside this checkout.';
  try {
    const { stdout } = await promisify(execFile)('bash', [script, RULES, '1', String(seconds)]);
    return stdout
      .trim()
      .split('\n')
      .map((line): ModSecurityFigures => JSON.parse(line));
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error);
    return `libmodsecurity is not compared: ${reason} (needs nginx-core, libnginx-mod-http-modsecurity, modsecurity-crs, wrk, jq)`;
  }
}
