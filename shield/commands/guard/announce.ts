import type { Shield, ShieldAddresses } from '../../assembly/shield.ts';
import type { Attempt, Decision } from '../../model/index.ts';
import type { ShieldStatus } from '../../ports/index.ts';
import { escapeLine } from '../../report/terminal-text.ts';
import type { CommandContext } from '../context.ts';
import type { GuardSettings } from './guard-settings.ts';

export interface Announcement {
  readonly settings: GuardSettings;
  readonly addresses: ShieldAddresses;
  readonly status: ShieldStatus;
  readonly json: boolean;
}

/** Says where the shield is, how to get in, and which rules it runs with. */
export function announce(
  { stdout }: CommandContext,
  { settings, addresses, status, json }: Announcement,
): void {
  if (json) {
    stdout.write(
      `${JSON.stringify({ kind: 'started', ...addresses, version: status.version, simulated: status.simulated })}\n`,
    );
    return;
  }
  const services = settings.config.services.map(
    ({ name, mode, upstream }) => `${name} (${mode}) → ${upstream}`,
  );
  const { firstAccount } = addresses;
  const lines = [
    `Dejfa ${status.version}`,
    ...addresses.gateway.map((url) => `  gateway   ${url}   ${services.join(', ')}`),
    ...(settings.config.sources.length > 0
      ? [`  sources   ${settings.config.sources.map(({ name }) => name).join(', ')}`]
      : []),
    ...status.packs.map(
      (pack) => `  rules     ${pack.name} ${pack.version} (${pack.engine}): ${rulesOf(pack)}`,
    ),
    `  console   ${addresses.console}`,
    ...(firstAccount === null
      ? ['  account   made at an earlier start; guard --reset-password gives it a new password']
      : [
          `  account   ${firstAccount.name}`,
          `  password  ${firstAccount.password}   (shown once, not kept)`,
        ]),
    ...(status.simulated
      ? [
          '',
          'SIMULATION: the service, its visitors and its attackers are a bundled demonstration.',
          'Why was somebody refused? In another terminal: npm run dejfa -- waf explain REFERENCE',
        ]
      : []),
    'Ctrl-C ends it.',
    '',
  ];
  stdout.write(`${lines.join('\n')}\n`);
}

function rulesOf({ rules }: ShieldStatus['packs'][number]): string {
  const rest = [
    rules.disabled > 0 ? `${rules.disabled} disabled` : '',
    rules.refused > 0 ? `${rules.refused} refused` : '',
  ];
  return [`${rules.loaded} loaded`, ...rest.filter((text) => text !== '')].join(', ');
}

/** One line for each new attempt, and one when a source is blocked, until the returned function is called. */
export function narrate(context: CommandContext, shield: Shield, json: boolean): () => void {
  const seen = new Set<string>();
  const { stdout } = context;
  const stops = [
    shield.bus.subscribe('attempt', (attempts) => {
      for (const attempt of attempts) {
        if (seen.has(attempt.id)) continue;
        seen.add(attempt.id);
        if (seen.size > 100_000) seen.clear();
        stdout.write(
          json ? `${JSON.stringify({ kind: 'attempt', ...attempt })}\n` : `${attemptLine(attempt)}\n`,
        );
      }
    }),
    shield.bus.subscribe('decision', (decisions) => {
      for (const decision of decisions) {
        stdout.write(
          json ? `${JSON.stringify({ kind: 'decision', ...decision })}\n` : `${decisionLine(decision)}\n`,
        );
      }
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** A decision as it was taken, or as it was taken back. Its end is a date too where that is another day. */
export function decisionLine({ action, scope, reason, createdMs, expiresMs, revokedMs }: Decision): string {
  const about = `${scope.value}  `;
  if (revokedMs !== null)
    return `${clock(revokedMs)}  revoked   ${about}${action} taken back: ${escapeLine(reason)}`;
  const [day, now] = [expiresMs, createdMs].map((timeMs) => new Date(timeMs).toISOString().slice(0, 10));
  const until = day === now ? clock(expiresMs) : `${day} ${clock(expiresMs)}`;
  return `${clock(createdMs)}  ${action.padEnd(8)}  ${about}until ${until} UTC: ${escapeLine(reason)}`;
}

function attemptLine(attempt: Attempt): string {
  const { actor, service, rsit, outcome, severity, rules, firstMs } = attempt;
  const what = escapeLine(`${actor.value} → ${service}: ${rules[0]?.title ?? ''}`);
  return `${clock(firstMs)}  ${outcome.padEnd(8)}  ${severity.padEnd(8)}  ${rsit}  ${what}`;
}

function clock(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(11, 19);
}
