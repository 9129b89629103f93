import type { Config } from '../config/index.ts';
import type { Decision, DecisionScope } from '../model/index.ts';
import { formatDuration } from '../report/duration-text.ts';
import { CONFIG_OPTION, shieldConfig } from './command-config.ts';
import { type CommandContext, EXIT } from './context.ts';
import { withState } from './decision-state.ts';
import { type CommandDefinition, flagOption, type Invocation, textOption } from './definition.ts';
import { UserError } from './user-error.ts';

/** Longest that a person may block somebody for with one command. */
const LONGEST = '365d';

/** `dejfa decisions add <source>` */
export const decisionsAdd: CommandDefinition = {
  name: 'add',
  summary: 'block a source, or allow one, with a reason and an expiry',
  description:
    'Writes the decision into the state of the shield. A shield that runs takes it over within a second; one that ' +
    'does not, at its start.',
  arguments: [{ name: '<source>', description: 'address, or a range no wider than /24 (IPv6: /48)' }],
  options: [
    { flags: '-r, --reason <text>', description: 'why; shown wherever the decision is', required: true },
    {
      flags: '-e, --expires <duration>',
      description: `how long it holds, at most ${LONGEST}`,
      defaultValue: '4h',
    },
    {
      flags: '-a, --action <action>',
      description: 'what to do',
      choices: ['block', 'allow'],
      defaultValue: 'block',
    },
    { flags: '-s, --service <name>', description: 'service that it holds for (default: all)' },
    CONFIG_OPTION,
    { flags: '--json', description: 'print the decision as JSON' },
  ],
  examples: [
    {
      command: "dejfa decisions add 203.0.113.9 --reason 'guesses passwords'",
      means: 'block an address for four hours',
    },
    {
      command:
        "dejfa decisions add 2001:db8:5::/48 --expires 30m --service portal --reason 'floods the search'",
      means: 'a range, for one service',
    },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const config = await shieldConfig(context, invocation);
    const decision = await decisionOf(context, invocation, config);
    await withState(config.store.path, { create: true }, (state) => {
      state.saveDecision(decision);
      const detail = `${decision.id} ${decision.action} ${decision.scope.value}: ${decision.reason}`;
      state.audit({ timeMs: decision.createdMs, account: decision.owner, action: 'decision-add', detail });
    });
    const { scope, action, service, expiresMs, createdMs, id } = decision;
    const where = service === null ? '' : ` for ${service}`;
    const held = formatDuration(expiresMs - createdMs);
    context.stdout.write(
      flagOption(invocation, 'json')
        ? `${JSON.stringify(decision)}\n`
        : `${action} ${scope.value}${where} for ${held}; take it back with: dejfa decisions remove ${id}\n`,
    );
    return EXIT.ok;
  },
};

async function decisionOf(
  context: CommandContext,
  invocation: Invocation,
  config: Config,
): Promise<Decision> {
  const { createUuidV7 } = await import('../adapters/system/uuid-v7.ts');
  const scope = await scopeOf(invocation.arguments[0] ?? '');
  const action = textOption(invocation, 'action') === 'allow' ? 'allow' : 'block';
  const service = serviceOf(textOption(invocation, 'service'), config);
  const reason = (textOption(invocation, 'reason') ?? '').trim();
  if (reason === '' || reason.length > 500) {
    throw new UserError('a reason has 1 to 500 characters', 'say why, so that others can judge it later');
  }
  if (action === 'block') await assertUnprotected(scope, service, config);
  const createdMs = context.clock.nowMs();
  const expiresMs = createdMs + (await durationOf(textOption(invocation, 'expires') ?? ''));
  return {
    id: createUuidV7(context.clock).next(),
    scope,
    action,
    service,
    reason,
    owner: context.user,
    createdMs,
    expiresMs,
    attemptId: null,
    revokedMs: null,
    simulated: false,
  };
}

async function scopeOf(text: string): Promise<DecisionScope> {
  const { parseScope, tooWide } = await import('../defuse/scope.ts');
  const scope = parsed(() => parseScope(text));
  const fault = tooWide(scope);
  if (fault !== null) throw new UserError(fault);
  return scope;

  function parsed<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      const remedy = 'write an address or a range, for example 203.0.113.9 or 203.0.113.0/24';
      throw new UserError(`${JSON.stringify(text.slice(0, 80))} is no address or range`, remedy, { cause });
    }
  }
}

function serviceOf(name: string | null, config: Config): string | null {
  if (name === null || config.services.some((service) => service.name === name)) return name;
  const known = config.services.map((service) => service.name).join(', ');
  const remedy = known === '' ? 'the configuration names no services' : `services: ${known}`;
  throw new UserError(`there is no service named ${name}`, remedy);
}

async function durationOf(text: string): Promise<number> {
  const { parseDurationMs } = await import('../config/duration.ts');
  const durationMs = parseDurationMs(text);
  if (durationMs !== null && durationMs >= 1000 && durationMs <= (parseDurationMs(LONGEST) ?? 0))
    return durationMs;
  throw new UserError(
    `${JSON.stringify(text)} is no usable duration`,
    `1s to ${LONGEST}, for example 30m, 4h or 7d`,
  );
}

/** Own proxies and whoever the configuration protects are not to be blocked by a slip of the hand. */
async function assertUnprotected(
  scope: DecisionScope,
  service: string | null,
  config: Config,
): Promise<void> {
  const { createGuardRails } = await import('../defuse/guard-rails.ts');
  const allow = new Map(config.services.map(({ name, allow: ranges }) => [name, ranges]));
  const rails = createGuardRails({
    never: config.defuse.never,
    trustedProxies: config.trustedProxies,
    allow,
  });
  const address = scope.value.split('/', 1)[0] ?? scope.value;
  for (const name of service === null ? config.services.map((s) => s.name) : [service]) {
    const why = rails.protects(address, name);
    if (why !== null)
      throw new UserError(`it would block a protected source: ${why}`, 'change the configuration first');
  }
}
