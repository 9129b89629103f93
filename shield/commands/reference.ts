import type { CommandLine } from './command-line.ts';
import { SHARED_EXIT_CODES } from './command-line.ts';
import { type CommandDefinition, isGroup } from './definition.ts';

/** The page docs/cli.md, made from the commands. */
export function commandReference(line: CommandLine): string {
  const commands = line.entries.flatMap((entry) =>
    isGroup(entry)
      ? entry.commands.map((command) => ({ path: `${line.name} ${entry.name} ${command.name}`, command }))
      : [{ path: `${line.name} ${entry.name}`, command: entry }],
  );
  const list = commands.map(
    ({ path, command }) => `| [\`${path}\`](#${path.replaceAll(' ', '-')}) | ${cell(command.summary)} |`,
  );
  const parts = [
    ...HEAD,
    '| command | what it does |',
    '|---|---|',
    ...list,
    '',
    ...commands.flatMap(({ path, command }) => commandPart(path, command)),
  ];
  return `${parts.join('\n').trimEnd()}\n`;
}

const HEAD = [
  '# Command line',
  '',
  '<!-- Made from shield/commands by `node scripts/generate-docs.ts`. Do not edit by hand. -->',
  '',
  'In a checkout a command is started with `npm run dejfa -- COMMAND`, or `node shield/bin/dejfa.ts COMMAND` where',
  'Node is 24 or newer.',
  '',
  'Results go to standard output, everything else to standard error. Every command takes `--help`, and `--json`',
  'where it has a result. Colours are used on a terminal only, and not where `NO_COLOR` is set. Control characters',
  'in what others wrote are shown as escapes.',
  '',
  'Exit codes of every command:',
  '',
  ...Object.entries(SHARED_EXIT_CODES).map(([code, meaning]) => `- ${code}: ${meaning}`),
  '',
];

function commandPart(path: string, command: CommandDefinition): readonly string[] {
  const usage = [
    path,
    ...(command.options === undefined ? [] : ['[options]']),
    ...(command.arguments ?? []).map((a) => a.name),
  ];
  const rows = [
    ...(command.arguments ?? []).map((a) => `| \`${a.name}\` | ${cell(a.description)} |`),
    ...(command.options ?? []).map((o) => `| \`${o.flags}\` | ${cell(o.description)}${extraOf(o)} |`),
  ];
  const table = rows.length === 0 ? [] : ['| argument or option | meaning |', '|---|---|', ...rows, ''];
  const codes = Object.entries(command.exitCodes).map(([code, meaning]) => `- exit code ${code}: ${meaning}`);
  return [
    `## ${path}`,
    '',
    command.description ?? `${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`,
    '',
    '```',
    usage.join(' '),
    '```',
    '',
    ...table,
    ...command.examples.flatMap((e) => ['```sh', `${e.command} # ${e.means}`, '```', '']),
    ...codes,
    ...(codes.length === 0 ? [] : ['']),
  ];
}

function extraOf(option: NonNullable<CommandDefinition['options']>[number]): string {
  const parts = [
    option.choices === undefined ? '' : `one of ${option.choices.join(', ')}`,
    option.defaultValue === undefined ? '' : `default: ${option.defaultValue}`,
    option.repeatable === true ? 'may be repeated' : '',
    option.required === true ? 'required' : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
