import { CONFIG_OPTION, shieldConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption } from './definition.ts';
import { UserError } from './user-error.ts';

/** `dejfa rules coverage` */
export const rulesCoverage: CommandDefinition = {
  name: 'coverage',
  summary: 'which rules can fire on what the sources of the running shield send, and why others never do',
  description:
    'Asks the shield that runs with this configuration which log sources and fields it has seen since its rules were ' +
    'loaded. A rule that can never fire lacks a log source or a field: connect the source, or map the field. ' +
    'For files dejfa hunt --coverage says the same.',
  options: [
    { flags: '--json', description: 'print JSON lines: log sources, then each rule that can never fire' },
    CONFIG_OPTION,
  ],
  examples: [{ command: 'dejfa rules coverage', means: 'what do I not see?' }],
  exitCodes: { [EXIT.ok]: 'printed' },
  run: async (context, invocation) => {
    const [{ askShield }, { formatCoverage, formatCoverageLines }] = await Promise.all([
      import('./ask-shield.ts'),
      import('../report/hunt-coverage.ts'),
    ]);
    const config = await shieldConfig(context, invocation);
    const { status, body } = await askShield(context, config, '/coverage');
    if (status !== 200) throw new UserError('the shield that runs is of an older version', 'restart it');
    const covered = body as Parameters<typeof formatCoverage>[0];
    const { columns, colour } = context.stdout;
    context.stdout.write(
      flagOption(invocation, 'json')
        ? formatCoverageLines(covered)
        : formatCoverage(covered, { columns, colour }),
    );
    return EXIT.ok;
  },
};
