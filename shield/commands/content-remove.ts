import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption } from './definition.ts';

/** `dejfa content remove <name>` */
export const contentRemove: CommandDefinition = {
  name: 'remove',
  summary: 'take an added pack away',
  arguments: [{ name: '<name>', description: 'pack to remove' }],
  options: [{ flags: '--json', description: 'print what was removed as JSON' }],
  examples: [{ command: 'dejfa content remove sigma', means: 'its files and its line in the lock' }],
  exitCodes: {},
  run: async (context, invocation) => {
    const [{ removePack }] = await Promise.all([import('../adapters/content/index.ts')]);
    const [name = ''] = invocation.arguments;
    const place = { contentFolder: context.folders.addedContent, nowMs: context.clock.nowMs() };
    const { version } = await removePack(place, name);
    const json = flagOption(invocation, 'json');
    context.stdout.write(
      json ? `${JSON.stringify({ name, version })}\n` : `${name} ${version} is removed.\n`,
    );
    return EXIT.ok;
  },
};
