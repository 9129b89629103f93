import { join } from 'node:path';
import { CONFIG_OPTION, commandConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption } from './definition.ts';

/** `dejfa content list` */
export const contentList: CommandDefinition = {
  name: 'list',
  summary: 'show the packs that are loaded, and which of their rules are not run and why',
  description:
    'Reads every pack that the configuration wants, compiles its rules, and shows for each pack where it comes ' +
    'from, its version and licence, how many rules it has, and how many are disabled or were refused.',
  options: [
    CONFIG_OPTION,
    { flags: '--problems', description: 'show every rule that is not run, with the reason' },
    { flags: '--json', description: 'print packs, rules that are not run, and diagnostics as JSON' },
  ],
  examples: [
    { command: 'dejfa content list', means: 'what the shield would run with' },
    { command: 'dejfa content list --problems', means: 'and why some rules are not run' },
  ],
  exitCodes: { [EXIT.finding]: 'a pack could not be read' },
  run: async (context, invocation) => {
    const config = await commandConfig(context, invocation);
    const [{ surveyContent }, { formatContentList }] = await Promise.all([
      import('./content-survey.ts'),
      import('./content-list-text.ts'),
    ]);
    const survey = await surveyContent(config.content, {
      baseFolder: join(context.folders.projectContent, 'base'),
      contentFolder: context.folders.addedContent,
    });
    context.stdout.write(
      flagOption(invocation, 'json')
        ? `${JSON.stringify(survey, null, 2)}\n`
        : formatContentList(survey, { ...context.stdout, problems: flagOption(invocation, 'problems') }),
    );
    return survey.diagnostics.some((d) => d.severity === 'error') ? EXIT.finding : EXIT.ok;
  },
};
