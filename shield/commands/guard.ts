import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, textOption } from './definition.ts';

/** `dejfa guard` */
export const guard: CommandDefinition = {
  name: 'guard',
  summary: 'run the shield: gateway, log sources, console',
  description:
    'Reads dejfa.yaml (or --config), guards its services, reads its logs and serves the console. ' +
    'With --upstream it guards one service without a configuration; with --demo it brings its own service and visitors. ' +
    'A changed configuration is taken up while it runs, as on SIGHUP; SIGINT and SIGTERM end it in good order.',
  options: [
    { flags: '-c, --config <file>', description: 'configuration (default: dejfa.yaml)' },
    { flags: '--upstream <url>', description: 'guard this one service, with defaults for everything else' },
    { flags: '--observe', description: 'with --upstream: block nothing, show what would have been blocked' },
    {
      flags: '--demo',
      description: 'guard a bundled service and replay a recorded day for it (a simulation)',
    },
    {
      flags: '--port <port>',
      description:
        'with --upstream or --demo: port of the gateway; with --demo another one where it is taken',
      defaultValue: '8080',
    },
    {
      flags: '--console-port <port>',
      description:
        'with --upstream or --demo: port of the console; with --demo another one where it is taken',
      defaultValue: '8600',
    },
    { flags: '--reset-password', description: 'give the first account a new password, shown once' },
    { flags: '--json', description: 'print what happens as JSON lines' },
  ],
  examples: [
    { command: 'dejfa guard --config /etc/dejfa/dejfa.yaml', means: 'guard what the configuration names' },
    { command: 'dejfa guard --upstream http://127.0.0.1:3000 --observe', means: 'look before blocking' },
  ],
  exitCodes: {},
  run: async (context, invocation) => {
    const { runGuard } = await import('./guard/run-guard.ts');
    await runGuard(context, {
      configFile: textOption(invocation, 'config'),
      upstream: textOption(invocation, 'upstream'),
      observe: flagOption(invocation, 'observe'),
      demo: flagOption(invocation, 'demo'),
      port: textOption(invocation, 'port') ?? '8080',
      consolePort: textOption(invocation, 'consolePort') ?? '8600',
      resetPassword: flagOption(invocation, 'resetPassword'),
      json: flagOption(invocation, 'json'),
    });
    return EXIT.ok;
  },
};
