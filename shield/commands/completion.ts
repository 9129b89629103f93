import { EXIT } from './context.ts';
import type { CommandDefinition } from './definition.ts';

/** `dejfa completion <shell>` */
export const completion: CommandDefinition = {
  name: 'completion',
  summary: 'print the completion script of a shell',
  arguments: [{ name: '<shell>', description: 'bash, zsh or fish' }],
  examples: [
    { command: 'dejfa completion bash', means: 'print it; add it to ~/.bashrc with: >> ~/.bashrc' },
    { command: 'dejfa completion fish', means: 'for ~/.config/fish/completions/dejfa.fish' },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const [{ completionScript }, { COMMAND_LINE }] = await Promise.all([
      import('./completion-script.ts'),
      import('./command-table.ts'),
    ]);
    const [shell = ''] = invocation.arguments;
    context.stdout.write(completionScript(shell, COMMAND_LINE));
    return EXIT.ok;
  },
};
