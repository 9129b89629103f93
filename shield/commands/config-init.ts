import { resolve } from 'node:path';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption } from './definition.ts';

/** `dejfa config init [file]` */
export const configInit: CommandDefinition = {
  name: 'init',
  summary: 'write a commented configuration to begin with',
  arguments: [{ name: '[file]', description: 'file to write (default: dejfa.yaml); never overwritten' }],
  options: [
    { flags: '--upstream <url>', description: 'service to guard', defaultValue: 'http://127.0.0.1:3000' },
    { flags: '--json', description: 'print what was written as JSON' },
  ],
  examples: [
    {
      command: 'dejfa config init --upstream http://127.0.0.1:3000',
      means: 'guard the service on port 3000, reachable on port 8080',
    },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const { writeInitialConfig } = await import('../adapters/config-file/index.ts');
    const [name = 'dejfa.yaml'] = invocation.arguments;
    const upstream = String(invocation.options.upstream);
    await writeInitialConfig(resolve(context.cwd, name), { name, upstream });
    const next = `dejfa config check ${name}`;
    context.stdout.write(
      flagOption(invocation, 'json')
        ? `${JSON.stringify({ file: name, upstream })}\n`
        : `${name} is written. Look through it, then: ${next}\n`,
    );
    return EXIT.ok;
  },
};
