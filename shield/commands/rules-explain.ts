import { CONFIG_OPTION, commandConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, listOption, textOption } from './definition.ts';
import { RULE_OPTIONS } from './rule-options.ts';
import { UserError } from './user-error.ts';

/** `dejfa rules explain RULE EVENT` */
export const rulesExplain: CommandDefinition = {
  name: 'explain',
  summary: 'why a rule fired on an event or did not, clause by clause',
  description:
    'Shows the log source, then each clause of the condition: what the rule asks, what the event has there, and ' +
    'whether it holds. Where a field is missing that has another name in the event, it says so. Of a correlation rule it says ' +
    'whether the event counts, and by which values it is grouped.',
  arguments: [
    { name: '<rule>', description: 'rule file, or a folder of them' },
    { name: '<event>', description: 'file that the event is in, or - for standard input' },
  ],
  options: [
    {
      flags: '-n, --record <number>',
      description: 'which event of the file: its line, or EventRecordID (default: the first)',
    },
    RULE_OPTIONS.asSource,
    RULE_OPTIONS.pipeline,
    { flags: '--json', description: 'print a JSON line for each rule' },
    CONFIG_OPTION,
  ],
  examples: [
    { command: 'dejfa rules explain my-rule.yml event.json', means: 'why does it not fire?' },
    { command: 'dejfa rules explain -n 17 my-rule.yml access.log', means: 'on the 17th line of a log' },
  ],
  exitCodes: {
    [EXIT.ok]: 'a rule fires on the event',
    [EXIT.finding]: 'none does',
  },
  run: async (context, invocation) => {
    const { explainRules } = await import('./rules/explain-rules.ts');
    const [rule = '', event = ''] = invocation.arguments;
    const record = textOption(invocation, 'record');
    if (record !== null && !/^\d{1,15}$/.test(record))
      throw new UserError(`${record} is no number of a record`, 'give what dejfa hunt or rules test call it');
    return explainRules(context, {
      config: await commandConfig(context, invocation),
      rule,
      event,
      record: record === null ? null : Number(record),
      pipelines: listOption(invocation, 'pipeline'),
      asSource: flagOption(invocation, 'asSource'),
      json: flagOption(invocation, 'json'),
    });
  },
};
