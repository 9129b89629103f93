import { CONFIG_OPTION, commandConfig } from './command-config.ts';
import { EXIT } from './context.ts';
import { type CommandDefinition, listOption } from './definition.ts';
import { RULE_OPTIONS } from './rule-options.ts';

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** Exit code of a hunt that was stopped, as shells have it for an interrupt. */
const STOPPED = 130;

/** `dejfa hunt PATH…` */
export const hunt: CommandDefinition = {
  name: 'hunt',
  summary: 'search log files and archives with Sigma rules',
  description:
    'Reads files, folders, gzip, tar and ZIP archives, recognises the format of each by its content, and prints ' +
    'what the rules found, on which hosts, under which techniques and when, what could not be read, and why. ' +
    'Nothing is passed over in silence. Stopped with Ctrl-C it prints what it found so far.',
  arguments: [
    { name: '<path...>', description: 'files, folders and archives; - is standard input, of any format' },
  ],
  options: [
    {
      flags: '-r, --rules <path>',
      description: 'Sigma rules: a file, folder or archive, instead of the configured packs',
      repeatable: true,
    },
    {
      flags: '--pipeline <file>',
      description: "a processing pipeline in pySigma's form that rewrites the rules",
      repeatable: true,
    },
    {
      flags: '-l, --level <level>',
      description: 'lowest level of a rule to report',
      choices: LEVELS,
      defaultValue: 'informational',
    },
    {
      flags: '--since <time>',
      description: 'leave out events before it: 2026-11-23, 2026-11-23T10:00, 36h, 7d',
    },
    { flags: '--until <time>', description: 'leave out events from then on' },
    {
      flags: '-x, --exclude <rule>',
      description: 'leave out a rule: its id, or a file of ids',
      repeatable: true,
    },
    {
      flags: '--utc-offset <offset>',
      description: 'zone of times that state none, such as +03:30',
      defaultValue: 'Z',
    },
    { flags: '--timeline', description: 'print the whole timeline, not only the worst of it' },
    {
      flags: '--coverage',
      description: 'print the log sources of the events, and which rules can never fire on them',
    },
    { flags: '--html <file>', description: 'write a report as one page that needs nothing else' },
    { flags: '--csv', description: 'print hits as CSV, safe to open in a spreadsheet' },
    {
      flags: '--threads <count>',
      description: 'threads to read with, where there are 24 MB and more (default: one a core, at most 8)',
    },
    { flags: '--json', description: 'print JSON lines: one a hit, one a problem, and a summary' },
    RULE_OPTIONS.noCache,
    CONFIG_OPTION,
  ],
  examples: [
    { command: 'dejfa hunt /var/log', means: 'search everything under a folder' },
    {
      command: 'dejfa hunt --rules sigma/rules --level high evidence.zip',
      means: 'search an archive with rules of your own',
    },
    {
      command: 'dejfa hunt --since 7d --html report.html logs',
      means: 'the last week, as a page to hand on',
    },
    { command: 'dejfa hunt <(journalctl -o json)', means: 'what another program prints' },
    {
      command: 'dejfa hunt --json logs | jq .title',
      means: 'for programs: one line a hit, a summary at the end',
    },
  ],
  exitCodes: {
    [EXIT.ok]: 'no rule matched',
    [EXIT.finding]: 'a rule matched',
    [EXIT.usage]: 'no rule matched, and something that was named could not be read at all; or wrong usage',
    [STOPPED]: 'stopped before everything was read; what was found so far is printed',
  },
  run: async (context, invocation) => {
    const [{ huntRules }, { huntOptions }, { runHunt }, { sigmaCache }] = await Promise.all([
      import('./hunt-rules.ts'),
      import('./hunt/hunt-options.ts'),
      import('./hunt/run-hunt.ts'),
      import('./sigma-cache.ts'),
    ]);
    const options = await huntOptions(context, invocation);
    const config = await commandConfig(context, invocation);
    const rules = await huntRules(context, config, {
      rules: listOption(invocation, 'rules'),
      pipelines: listOption(invocation, 'pipeline'),
    });
    const cache = sigmaCache(context, invocation, rules.rules);
    return runHunt(context, { options, rules, cache, paths: invocation.arguments, stoppedCode: STOPPED });
  },
};
