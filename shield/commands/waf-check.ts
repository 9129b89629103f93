import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from '../config/index.ts';
import { CONFIG_OPTION, commandConfig } from './command-config.ts';
import { type CommandContext, EXIT } from './context.ts';
import { type CommandDefinition, flagOption, type Invocation, listOption, textOption } from './definition.ts';
import { type HttpMessage, MESSAGE_LIMIT_BYTES, messageFromFlags, parseHttpMessage } from './http-message.ts';
import { UserError } from './user-error.ts';
import type { WafRules } from './waf-rules.ts';

/** Exit code of a request that the rules could not judge. */
const UNDETERMINED = 3;

/** `dejfa waf check [file]` */
export const wafCheck: CommandDefinition = {
  name: 'check',
  summary: 'run one request through the rules and show which matched, on what, and why',
  description:
    'The request is a file as it is on the wire (request line, headers, empty line, body; - is standard input), or ' +
    'is made from --url, --method, --header and --data. It is sent nowhere.',
  arguments: [{ name: '[file]', description: 'file with a raw HTTP request, or - for standard input' }],
  options: [
    { flags: '-u, --url <url>', description: 'path, or address, of a request made from options' },
    { flags: '-X, --method <method>', description: 'its method (default: GET, or POST with --data)' },
    { flags: '-H, --header <line>', description: 'a header, Name: value', repeatable: true },
    { flags: '-d, --data <text>', description: 'its body; @FILE reads it from a file' },
    {
      flags: '-p, --paranoia <level>',
      description: 'paranoia level (default: of the service, or 1)',
      choices: ['1', '2', '3', '4'],
    },
    {
      flags: '-t, --threshold <score>',
      description: 'score from which is blocked (default: of the service, or 5)',
    },
    { flags: '-s, --service <name>', description: 'take level, threshold and limits of this service' },
    { flags: '-r, --rules <path>', description: 'rules of this file or folder only', repeatable: true },
    { flags: '--client <address>', description: 'address that it comes from', defaultValue: '192.0.2.1' },
    { flags: '--all', description: 'show matches of rules that only count or initialise too' },
    CONFIG_OPTION,
    { flags: '--json', description: 'print verdict, scores and matches as JSON' },
  ],
  examples: [
    { command: "dejfa waf check --url '/search?q=1%27%20or%201=1--'", means: 'why would this be blocked?' },
    { command: 'dejfa waf check request.txt --paranoia 2', means: 'a request that was saved, at level 2' },
    { command: 'dejfa waf check --url / --rules my.conf', means: 'try out rules of your own' },
  ],
  exitCodes: {
    [EXIT.ok]: 'the request would pass',
    [EXIT.finding]: 'the request would be blocked',
    [UNDETERMINED]: 'the rules could not judge the request',
  },
  run: async (context, invocation) => {
    const message = await messageOf(context, invocation);
    const config = await commandConfig(context, invocation);
    const settings = settingsOf(invocation, config);
    const client = await clientOf(invocation);
    const [{ wafRules }, { inspectMessage }, { formatInspection }] = await Promise.all([
      import('./waf-rules.ts'),
      import('./waf-inspection.ts'),
      import('./waf-inspection-text.ts'),
    ]);
    const rules = await wafRules(context, config, listOption(invocation, 'rules'));
    const inspection = inspectMessage(message, rules, { ...settings, client, nowMs: context.clock.nowMs() });
    await reportFaults(context, rules, listOption(invocation, 'rules').length > 0);
    const options = { ...context.stdout, all: flagOption(invocation, 'all') };
    context.stdout.write(
      flagOption(invocation, 'json')
        ? `${JSON.stringify(inspection, null, 2)}\n`
        : formatInspection(inspection, options),
    );
    const codes = { pass: EXIT.ok, block: EXIT.finding, undetermined: UNDETERMINED };
    return codes[inspection.verdict.kind];
  },
};

/** Rules compare it with ranges; what is no address would match none of them, and the verdict would be wrong. */
async function clientOf(invocation: Invocation): Promise<string> {
  const { isAddress } = await import('../config/address.ts');
  const client = textOption(invocation, 'client') ?? '';
  if (isAddress(client)) return client;
  throw new UserError(`--client is no address: "${client}"`, 'give an IPv4 or IPv6 address');
}

/** What is wrong with rules that were named is shown; with packs, that is what `content list` is for. */
async function reportFaults({ stderr }: CommandContext, rules: WafRules, named: boolean): Promise<void> {
  const { formatDiagnostic } = await import('@dejfa/diagnostics');
  const own = named ? rules.loaded.diagnostics.filter((d) => d.severity !== 'info') : [];
  for (const fault of [...rules.diagnostics, ...own]) stderr.write(`${formatDiagnostic(fault)}\n`);
  const { disabled } = rules.loaded.counts;
  if (!named && disabled > 0)
    stderr.write(`${disabled} rules are not run: dejfa content list --problems says why\n`);
}

async function messageOf(context: CommandContext, invocation: Invocation): Promise<HttpMessage> {
  const [file] = invocation.arguments;
  const url = textOption(invocation, 'url');
  if (file !== undefined && url !== null) {
    throw new UserError('a file and --url are two requests', 'leave one of them out');
  }
  if (url !== null) {
    const data = textOption(invocation, 'data');
    return messageFromFlags({
      method: textOption(invocation, 'method'),
      url,
      headers: listOption(invocation, 'header'),
      data: data === null ? null : await dataOf(context, data),
    });
  }
  if (file === undefined) {
    throw new UserError('there is no request to check', 'name a file, - for standard input, or give --url');
  }
  return parseHttpMessage(file === '-' ? await readInput(context) : await readBytes(context, file));
}

async function dataOf(context: CommandContext, data: string): Promise<Buffer> {
  return data.startsWith('@') ? readBytes(context, data.slice(1)) : Buffer.from(data, 'utf8');
}

async function readBytes(context: CommandContext, file: string): Promise<Buffer> {
  const bytes = await readFile(resolve(context.cwd, file)).catch((cause: unknown) => {
    throw new UserError(`${file} cannot be read`, 'check the path', { cause });
  });
  return bounded(bytes);
}

async function readInput({ stdin }: CommandContext): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let totalBytes = 0;
  for await (const chunk of stdin) {
    chunks.push(chunk);
    totalBytes += chunk.length;
    if (totalBytes > MESSAGE_LIMIT_BYTES) break;
  }
  return bounded(Buffer.concat(chunks));
}

function bounded(bytes: Buffer): Buffer {
  if (bytes.length <= MESSAGE_LIMIT_BYTES) return bytes;
  throw new UserError('the request is larger than 64 MiB', 'rules see only its beginning anyway: shorten it');
}

interface WafSettings {
  readonly service: string | null;
  readonly paranoia: number;
  readonly threshold: number;
  readonly bodyLimitBytes: number;
}

function settingsOf(invocation: Invocation, config: Config): WafSettings {
  const name = textOption(invocation, 'service');
  const service = config.services.find((one) => one.name === name);
  if (name !== null && service === undefined) {
    const known = config.services.map((one) => one.name).join(', ');
    throw new UserError(
      `there is no service named ${name}`,
      known === '' ? 'none is configured' : `services: ${known}`,
    );
  }
  const threshold = textOption(invocation, 'threshold');
  if (threshold !== null && !/^[1-9]\d{0,4}$/.test(threshold)) {
    throw new UserError(
      `the threshold ${threshold} is no score`,
      'write a whole number from 1, for example 5',
    );
  }
  return {
    service: name,
    paranoia: Number(textOption(invocation, 'paranoia') ?? service?.paranoia ?? 1),
    threshold: Number(threshold ?? service?.thresholds.inbound ?? 5),
    bodyLimitBytes: service?.bodyInspectionLimitBytes ?? 131_072,
  };
}
