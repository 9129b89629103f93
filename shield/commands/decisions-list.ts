import { formatDuration } from '../report/duration-text.ts';
import { formatTable } from '../report/terminal-table.ts';
import { CONFIG_OPTION, shieldConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { withState } from './decision-state.ts';
import { type CommandDefinition, flagOption } from './definition.ts';

/** Most decisions that `--all` shows. */
const LIMIT = 10_000;

/** `dejfa decisions list` */
export const decisionsList: CommandDefinition = {
  name: 'list',
  summary: 'show whom the shield blocks, slows or allows, why, and for how long',
  options: [
    CONFIG_OPTION,
    { flags: '--all', description: `expired and revoked ones too, the latest ${LIMIT}` },
    { flags: '--json', description: 'print the decisions as JSON' },
  ],
  examples: [{ command: 'dejfa decisions list', means: 'what is enforced now' }],
  exitCodes: {},
  run: async (context, invocation) => {
    const config = await shieldConfig(context, invocation);
    const nowMs = context.clock.nowMs();
    const all = flagOption(invocation, 'all');
    const decisions =
      (await withState(config.store.path, { create: false }, (state) =>
        all ? state.decisions(LIMIT) : state.activeDecisions(nowMs),
      )) ?? [];
    if (flagOption(invocation, 'json')) {
      context.stdout.write(`${JSON.stringify({ nowMs, decisions }, null, 2)}\n`);
      return EXIT.ok;
    }
    if (decisions.length === 0) {
      context.stdout.write('No decisions.\n');
      return EXIT.ok;
    }
    const table = formatTable(
      decisions,
      [
        { title: 'SOURCE', text: (d) => d.scope.value },
        { title: 'ACTION', text: (d) => d.action },
        { title: 'SERVICE', text: (d) => d.service ?? 'all' },
        { title: 'ENDS', text: (d) => endOf(d, nowMs) },
        { title: 'BY', text: (d) => d.owner, shrinkTo: 8 },
        { title: 'REASON', text: (d) => d.reason, shrinkTo: 16 },
        { title: 'ID', text: (d) => d.id },
      ],
      context.stdout,
    );
    context.stdout.write(table);
    return EXIT.ok;
  },
};

function endOf(
  decision: { readonly expiresMs: number; readonly revokedMs: number | null },
  nowMs: number,
): string {
  if (decision.revokedMs !== null) return 'revoked';
  return decision.expiresMs <= nowMs ? 'expired' : `in ${formatDuration(decision.expiresMs - nowMs)}`;
}
