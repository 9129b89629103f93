import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, textOption } from './definition.ts';
import { UserError } from './user-error.ts';

/** `dejfa content pull [name]` */
export const contentPull: CommandDefinition = {
  name: 'pull',
  summary: 'fetch added packs again from where they came from',
  description:
    'Fetches one pack, or every added one. The version in place stays until the new one was checked, written and ' +
    'verified on disk; when anything fails, nothing has changed.',
  arguments: [{ name: '[name]', description: 'pack to fetch (default: all that were added)' }],
  options: [
    { flags: '--sha256 <hex>', description: 'refuse it unless the archive, or the pack, has this hash' },
    { flags: '--json', description: 'print what was fetched as JSON' },
  ],
  examples: [
    { command: 'dejfa content pull', means: 'bring every added pack up to date' },
    {
      command: 'dejfa content pull coreruleset --sha256 3f5a…',
      means: 'one, and only if it is what it should be',
    },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const [{ addedPacks, pullPack }, { formatAdded }] = await Promise.all([
      import('../adapters/content/index.ts'),
      import('./content-change-text.ts'),
    ]);
    const place = { contentFolder: context.folders.addedContent, nowMs: context.clock.nowMs() };
    const sha256 = textOption(invocation, 'sha256');
    const [named] = invocation.arguments;
    if (sha256 !== null && named === undefined) {
      throw new UserError('--sha256 is for one pack', 'name the pack: dejfa content pull NAME --sha256 HEX');
    }
    const names = named === undefined ? Object.keys(await addedPacks(place.contentFolder)) : [named];
    for (const name of names) {
      const pulled = await pullPack(place, { name, sha256 });
      context.stdout.write(formatAdded(pulled, flagOption(invocation, 'json')));
    }
    if (names.length === 0) context.stderr.write('No pack was added yet: dejfa content add LOCATION\n');
    return EXIT.ok;
  },
};
