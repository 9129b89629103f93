import { escapeLine } from '../report/terminal-text.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption } from './definition.ts';

/** `dejfa content verify [name]` */
export const contentVerify: CommandDefinition = {
  name: 'verify',
  summary: 'compare every file of the added packs with the hash that it was pinned by',
  arguments: [{ name: '[name]', description: 'pack to verify (default: all that were added)' }],
  options: [{ flags: '--json', description: 'print the differences as JSON' }],
  examples: [{ command: 'dejfa content verify', means: 'find out whether anybody touched the rules' }],
  exitCodes: { [EXIT.finding]: 'a file was changed, is missing, or is new' },
  run: async (context, invocation) => {
    const [{ verifyPacks }] = await Promise.all([import('../adapters/content/index.ts')]);
    const [name = null] = invocation.arguments;
    const verified = await verifyPacks(context.folders.addedContent, name);
    const different = verified.some((pack) => pack.differences.length > 0);
    if (flagOption(invocation, 'json')) {
      context.stdout.write(`${JSON.stringify({ verified }, null, 2)}\n`);
      return different ? EXIT.finding : EXIT.ok;
    }
    for (const { name: pack, version, fileCount, differences } of verified) {
      const verdict =
        differences.length === 0 ? `${fileCount} files as pinned` : `${differences.length} differ`;
      context.stdout.write(`${escapeLine(`${pack} ${version}: ${verdict}`)}\n`);
      for (const { path, kind } of differences) context.stdout.write(`  ${kind}  ${escapeLine(path)}\n`);
    }
    if (verified.length === 0) context.stdout.write('No pack was added yet.\n');
    return different ? EXIT.finding : EXIT.ok;
  },
};
