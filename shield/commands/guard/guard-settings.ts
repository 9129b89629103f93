import { join, resolve } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import { readConfigFile } from '../../adapters/config-file/index.ts';
import { type Config, parseConfig } from '../../config/index.ts';
import type { CommandContext } from '../context.ts';
import { UserError } from '../user-error.ts';
import { choosePort, wantedPort } from './choose-port.ts';
import { type DemoRun, prepareDemo } from './demo-run.ts';

export interface GuardRequest {
  readonly configFile: string | null;
  readonly upstream: string | null;
  readonly observe: boolean;
  readonly demo: boolean;
  readonly port: string;
  readonly consolePort: string;
  readonly resetPassword: boolean;
  readonly json: boolean;
}

/** What the shield is started with, and where it came from. */
export interface GuardSettings {
  readonly config: Config;
  /** File to take changes from; null where there is none. */
  readonly file: string | null;
  readonly demo: DemoRun | null;
}

/** Finds or makes the configuration that was asked for. Throws `UserError`, all mistakes listed. */
export async function guardSettings(context: CommandContext, request: GuardRequest): Promise<GuardSettings> {
  const asked = [request.configFile !== null, request.upstream !== null, request.demo].filter(Boolean).length;
  if (asked > 1)
    throw new UserError('--config, --upstream and --demo exclude each other', 'give one of them');
  if (request.observe && request.upstream === null) {
    throw new UserError(
      '--observe goes with --upstream',
      'in a configuration, set mode: observe for a service',
    );
  }
  if (request.demo) return demoSettings(request);
  if (request.upstream !== null) return upstreamSettings(context, request, request.upstream);
  const name = request.configFile ?? 'dejfa.yaml';
  const file = resolve(context.cwd, name);
  return { config: await readSettings(file, name), file, demo: null };
}

/** Reads the file; every mistake is in the error's text. */
export async function readSettings(file: string, shownAs: string): Promise<Config> {
  return accepted(await readConfigFile(file, shownAs), shownAs);
}

async function demoSettings(request: GuardRequest): Promise<GuardSettings> {
  const ports = { gateway: await choosePort(request.port), console: await choosePort(request.consolePort) };
  const demo = await prepareDemo(ports);
  return { config: accepted(parseConfig(demo.configText, 'demo'), 'demo'), file: null, demo };
}

async function upstreamSettings(
  context: CommandContext,
  request: GuardRequest,
  upstream: string,
): Promise<GuardSettings> {
  const text = `listen:
  gateway: [{ address: 127.0.0.1, port: ${await wantedPort(request.port, '--port')} }]
  console: { address: 127.0.0.1, port: ${await wantedPort(request.consolePort, '--console-port')} }
services:
  - { name: service, upstream: ${JSON.stringify(upstream)}, mode: ${request.observe ? 'observe' : 'guard'} }
store: { kind: embedded, path: ${JSON.stringify(join(context.cwd, 'data'))} }
`;
  return { config: accepted(parseConfig(text, '--upstream'), '--upstream'), file: null, demo: null };
}

function accepted({ config, diagnostics }: ReturnType<typeof parseConfig>, shownAs: string): Config {
  if (config !== null) return config;
  const list = diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(formatDiagnostic)
    .join('\n');
  throw new UserError(`the configuration ${shownAs} is not valid:\n${list}`);
}
