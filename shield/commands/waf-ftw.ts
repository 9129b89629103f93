import { resolve } from 'node:path';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption, textOption } from './definition.ts';

/** `dejfa waf ftw` */
export const wafFtw: CommandDefinition = {
  name: 'ftw',
  summary: 'run the regression tests of a rule set, over a socket through the gateway or in the process',
  description:
    'Tests are YAML files in the format of the OWASP CRS 3.x or of go-ftw (CRS 4). Each request goes, byte for byte, over a ' +
    'loopback connection through a gateway that is started for it, to an upstream that answers as tests expect ' +
    '(albedo); what the rules matched is compared with what the test says. A request that the gateway refuses for its form, ' +
    'as it would in service, is sent to a listener that reads as Apache httpd does where the test is about what rules see.',
  options: [
    { flags: '-r, --rules <folder>', description: 'the rule set: its .conf files and data', required: true },
    { flags: '-t, --tests <folder>', description: 'its tests, in any depth', required: true },
    { flags: '-f, --filter <regex>', description: 'only tests whose name (920100-1) this matches' },
    { flags: '-d, --direct', description: 'through the engine in this process, without a socket' },
    {
      flags: '--skips <file>',
      description: 'tests that are not run, each with a reason (default: conformance/crs/skips.yaml)',
    },
    { flags: '--json', description: 'print a line of JSON for each test, and the summary as the last' },
  ],
  examples: [
    {
      command: 'dejfa waf ftw --rules coreruleset/rules --tests coreruleset/tests/regression/tests',
      means: 'all tests of a checkout of the CRS',
    },
    {
      command: "dejfa waf ftw -r rules -t tests --filter '^942' --direct",
      means: 'those of one family of rules, fast',
    },
  ],
  exitCodes: {
    [EXIT.ok]: 'no test failed',
    [EXIT.finding]: 'a test failed',
  },
  run: async (context, invocation) => {
    const { runFtw } = await import('./ftw/run-ftw.ts');
    const path = (name: string) => {
      const given = textOption(invocation, name);
      return given === null ? null : resolve(context.cwd, given);
    };
    return runFtw(context, {
      rules: path('rules') ?? context.cwd,
      tests: path('tests') ?? context.cwd,
      skips: path('skips'),
      filter: textOption(invocation, 'filter'),
      direct: flagOption(invocation, 'direct'),
      json: flagOption(invocation, 'json'),
    });
  },
};
