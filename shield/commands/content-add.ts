import { resolve } from 'node:path';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, textOption } from './definition.ts';

/** `dejfa content add <location>` */
export const contentAdd: CommandDefinition = {
  name: 'add',
  summary: 'add a pack of rules from a folder, an archive or an https address',
  description:
    'Copies the rules below .dejfa/content of the checkout and pins them by SHA-256 in its lock.json. ' +
    'A pack that was changed afterwards is not loaded. Archives (.zip, .tar.gz, .tar) that hold links, paths ' +
    'that lead out of them, or too much, are refused.',
  arguments: [{ name: '<location>', description: 'folder, archive, or https address of an archive' }],
  options: [
    { flags: '-n, --name <name>', description: 'name to keep it under (default: from the location)' },
    { flags: '--sha256 <hex>', description: 'refuse it unless the archive, or the pack, has this hash' },
    { flags: '--json', description: 'print what was added as JSON' },
  ],
  examples: [
    { command: 'dejfa content add /srv/sigma --name sigma', means: 'the rules of a folder' },
    { command: 'dejfa content add coreruleset-4.0.0.tar.gz', means: 'a release that was downloaded' },
    {
      command: 'dejfa content add https://rules.example.org/crs.tar.gz --sha256 3f5a…',
      means: 'from its publisher, and only if it is what it should be',
    },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const [{ addPack }, { formatAdded }] = await Promise.all([
      import('../adapters/content/index.ts'),
      import('./content-change-text.ts'),
    ]);
    const [location = ''] = invocation.arguments;
    const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(location);
    const added = await addPack(
      { contentFolder: context.folders.addedContent, nowMs: context.clock.nowMs() },
      {
        location: isUrl ? location : resolve(context.cwd, location),
        name: textOption(invocation, 'name'),
        sha256: textOption(invocation, 'sha256'),
      },
    );
    context.stdout.write(formatAdded(added, flagOption(invocation, 'json')));
    return EXIT.ok;
  },
};
