import { CONFIG_OPTION, commandConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, listOption } from './definition.ts';
import { RULE_OPTIONS } from './rule-options.ts';

/** `dejfa rules test RULE EVENTS…` */
export const rulesTest: CommandDefinition = {
  name: 'test',
  summary: 'run a rule on events, and say on which it fires',
  description:
    'Reads the events as a hunt would: JSON, log lines, archives, each recognised by its content. With a folder of ' +
    'rules each of them must fire. Correlation rules see all of the events, in the order of their times.',
  arguments: [
    { name: '<rule>', description: 'rule file, or a folder of them' },
    { name: '<events...>', description: 'files, folders and archives of events, or - for standard input' },
  ],
  options: [
    { flags: '--silent', description: 'the rule must not fire: the exit code is turned around' },
    RULE_OPTIONS.asSource,
    RULE_OPTIONS.pipeline,
    { flags: '--json', description: 'print JSON lines: one a rule and event, and a summary' },
    CONFIG_OPTION,
  ],
  examples: [
    { command: 'dejfa rules test my-rule.yml recorded.json', means: 'does it find what was recorded?' },
    {
      command: 'dejfa rules test --silent my-rule.yml normal-day.log',
      means: 'is it quiet on a normal day?',
    },
  ],
  exitCodes: {
    [EXIT.ok]: 'each rule fired on at least one event (with --silent: none fired)',
    [EXIT.finding]: 'a rule fired on none (with --silent: a rule fired)',
  },
  run: async (context, invocation) => {
    const { testRules } = await import('./rules/test-rules.ts');
    const [rule = '', ...events] = invocation.arguments;
    return testRules(context, {
      config: await commandConfig(context, invocation),
      rule,
      events,
      pipelines: listOption(invocation, 'pipeline'),
      mustBeSilent: flagOption(invocation, 'silent'),
      asSource: flagOption(invocation, 'asSource'),
      json: flagOption(invocation, 'json'),
    });
  },
};
