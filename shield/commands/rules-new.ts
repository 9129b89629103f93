import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, textOption } from './definition.ts';
import { UserError } from './user-error.ts';

/** `dejfa rules new` */
export const rulesNew: CommandDefinition = {
  name: 'new',
  summary: 'write the beginning of a Sigma rule, with an identifier of its own',
  description:
    'Asks nothing: what no option states is a placeholder with a comment that says what belongs there.',
  options: [
    { flags: '-t, --title <text>', description: 'what the rule finds' },
    {
      flags: '-l, --level <level>',
      description: 'how bad it is',
      choices: ['informational', 'low', 'medium', 'high', 'critical'],
    },
    { flags: '--product <name>', description: 'log source: windows, linux, aws …' },
    { flags: '--category <name>', description: 'log source: process_creation, webserver …' },
    { flags: '--service <name>', description: 'log source: security, sshd, cloudtrail …' },
    { flags: '-o, --output <file>', description: 'write it to a file, which must not be there yet' },
    { flags: '--json', description: 'print identifier and text as JSON' },
  ],
  examples: [
    { command: 'dejfa rules new > my-rule.yml', means: 'a rule to fill in' },
    {
      command:
        'dejfa rules new -t "Shell of a web server" --product linux --category process_creation -o shell.yml',
      means: 'with its title and log source',
    },
  ],
  exitCodes: { [EXIT.ok]: 'written' },
  run: async (context, invocation) => {
    const [{ randomUUID }, { ruleSkeleton }] = await Promise.all([
      import('node:crypto'),
      import('./rules/rule-skeleton.ts'),
    ]);
    const id = randomUUID();
    const text = ruleSkeleton({
      id,
      date: new Date(context.clock.nowMs()).toISOString().slice(0, 10),
      author: context.user,
      title: textOption(invocation, 'title'),
      level: textOption(invocation, 'level'),
      logsource: {
        product: textOption(invocation, 'product'),
        category: textOption(invocation, 'category'),
        service: textOption(invocation, 'service'),
      },
    });
    const output = textOption(invocation, 'output');
    if (output !== null) await writeNew(context.cwd, output, text);
    if (flagOption(invocation, 'json'))
      context.stdout.write(`${JSON.stringify({ id, file: output, text })}\n`);
    else context.stdout.write(output === null ? text : `${output}: rule ${id}\n`);
    return EXIT.ok;
  },
};

async function writeNew(cwd: string, output: string, text: string): Promise<void> {
  const [{ writeFile }, { resolve }] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  await writeFile(resolve(cwd, output), text, { flag: 'wx' }).catch((cause: unknown) => {
    throw new UserError(
      `${output} cannot be written`,
      'name a file that is not there yet, in a folder that is',
      {
        cause,
      },
    );
  });
}
