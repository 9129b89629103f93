import { CONFIG_OPTION, shieldConfig } from './command-config.ts';
import { type CommandContext, EXIT } from './context.ts';
import { withState } from './decision-state.ts';
import { type CommandDefinition, flagOption } from './definition.ts';
import { UserError } from './user-error.ts';

/** `dejfa waf exclusions <list|remove> [id]` */
export const wafExclusions: CommandDefinition = {
  name: 'exclusions',
  summary: 'list what is excluded from inspection, by whom and why, and take it back',
  description:
    'Exclusions stand in exclusions.conf in the folder of the state (store.path), which is loaded before all packs. A ' +
    'shield that runs takes a change over within a second or two.',
  arguments: [
    { name: '<action>', description: 'list, or remove' },
    { name: '[id]', description: 'number of the exclusion that is to be removed' },
  ],
  options: [CONFIG_OPTION, { flags: '--json', description: 'print exclusions as JSON' }],
  examples: [
    { command: 'dejfa waf exclusions list', means: 'what is not looked at, where' },
    { command: 'dejfa waf exclusions remove 90000', means: 'look at it again' },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const config = await shieldConfig(context, invocation);
    const [{ ExclusionFile }, { asked }, { formatExclusions }] = await Promise.all([
      import('../adapters/exclusions/index.ts'),
      import('./waf-desk.ts'),
      import('./waf-explain-text.ts'),
    ]);
    const file = new ExclusionFile(config.store.path);
    const [action, id] = invocation.arguments;
    const json = flagOption(invocation, 'json');
    if (action === 'list' && id === undefined) {
      const exclusions = await asked(() => file.list());
      context.stdout.write(
        json ? `${JSON.stringify({ exclusions }, null, 2)}\n` : formatExclusions(exclusions, context.stdout),
      );
      return EXIT.ok;
    }
    if (action !== 'remove' || id === undefined) {
      throw new UserError('say list, or remove and a number', 'dejfa waf exclusions list shows the numbers');
    }
    const removed = /^\d{1,9}$/.test(id) ? await asked(() => file.remove(Number(id))) : null;
    if (removed === null) {
      throw new UserError(`no exclusion has the number ${id.slice(0, 40)}`, 'see dejfa waf exclusions list');
    }
    await noted(
      context,
      config.store.path,
      `${removed.id} rules ${removed.ruleIds.join(' ')}: ${removed.reason}`,
    );
    context.stdout.write(
      json ? `${JSON.stringify({ removed }, null, 2)}\n` : `taken back: exclusion ${removed.id}\n`,
    );
    return EXIT.ok;
  },
};

async function noted({ clock, user }: CommandContext, folder: string, detail: string): Promise<void> {
  await withState(folder, { create: true }, (state) =>
    state.audit({ timeMs: clock.nowMs(), account: user, action: 'exclusion-remove', detail }),
  );
}
