import { resolve } from 'node:path';
import { formatDiagnostic } from '@dejfa/diagnostics';
import { EXIT } from './context.ts';
import { type CommandDefinition, flagOption } from './definition.ts';

/** `dejfa config check [file]` */
export const configCheck: CommandDefinition = {
  name: 'check',
  summary: 'say what is wrong with a configuration, line by line',
  description:
    'Reads a configuration and reports every mistake with its place and remedy. ' +
    'Certificates, keys and folders that it names are looked for too. Starts nothing.',
  arguments: [{ name: '[file]', description: 'configuration to check (default: dejfa.yaml)' }],
  options: [{ flags: '--json', description: 'print the diagnostics as JSON' }],
  examples: [
    {
      command: 'dejfa config check /etc/dejfa/dejfa.yaml',
      means: 'check the file that the shield runs with',
    },
  ],
  exitCodes: { [EXIT.finding]: 'the configuration has errors' },
  run: async (context, invocation) => {
    const { readConfigFile } = await import('../adapters/config-file/index.ts');
    const [name = 'dejfa.yaml'] = invocation.arguments;
    const { diagnostics } = await readConfigFile(resolve(context.cwd, name), name);
    const errors = diagnostics.filter((d) => d.severity === 'error').length;
    if (flagOption(invocation, 'json')) {
      context.stdout.write(`${JSON.stringify({ file: name, valid: errors === 0, diagnostics }, null, 2)}\n`);
    } else {
      for (const diagnostic of diagnostics) context.stdout.write(`${formatDiagnostic(diagnostic)}\n`);
      const warnings = diagnostics.length - errors;
      const verdict = errors === 0 ? 'valid' : 'not valid';
      context.stdout.write(`${name}: ${verdict}, ${count(errors, 'error')}, ${count(warnings, 'warning')}\n`);
    }
    return errors === 0 ? EXIT.ok : EXIT.finding;
  },
};

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
