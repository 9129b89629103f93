import type { Decision } from '../model/index.ts';
import { escapeLine } from '../report/terminal-text.ts';
import { CONFIG_OPTION, shieldConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { withState } from './decision-state.ts';
import { type CommandDefinition, flagOption } from './definition.ts';
import { UserError } from './user-error.ts';

/** `dejfa decisions remove <which>` */
export const decisionsRemove: CommandDefinition = {
  name: 'remove',
  summary: 'take decisions back',
  arguments: [{ name: '<which>', description: 'id of a decision, or the source that decisions are about' }],
  options: [CONFIG_OPTION, { flags: '--json', description: 'print what was taken back as JSON' }],
  examples: [
    { command: 'dejfa decisions remove 203.0.113.9', means: 'everything decided about that address' },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const config = await shieldConfig(context, invocation);
    const { parseScope } = await import('../defuse/scope.ts');
    const which = invocation.arguments[0] ?? '';
    const source = canonical(which, (text) => parseScope(text).value);
    const nowMs = context.clock.nowMs();
    const removed = await withState(config.store.path, { create: false }, (state) => {
      const meant = state.activeDecisions(nowMs).filter((d) => d.id === which || d.scope.value === source);
      return meant.flatMap((decision): readonly Decision[] => {
        const revoked = state.revokeDecision(decision.id, nowMs);
        if (revoked === null) return [];
        const detail = `${decision.id} ${decision.action} ${decision.scope.value}: ${decision.reason}`;
        state.audit({ timeMs: nowMs, account: context.user, action: 'decision-revoke', detail });
        return [revoked];
      });
    });
    if (removed === null || removed.length === 0) {
      const message = `no decision in force has that id or source: ${which.slice(0, 80)}`;
      throw new UserError(message, 'see dejfa decisions list');
    }
    if (flagOption(invocation, 'json')) context.stdout.write(`${JSON.stringify({ removed }, null, 2)}\n`);
    else {
      for (const { action, scope, id } of removed) {
        context.stdout.write(`${escapeLine(`taken back: ${action} ${scope.value} (${id})`)}\n`);
      }
    }
    return EXIT.ok;
  },
};

/** The source as decisions spell it; null when it is none, as an id is. */
function canonical(text: string, spell: (text: string) => string): string | null {
  try {
    return spell(text);
  } catch {
    return null;
  }
}
