import { Argument, Command, CommanderError, Option } from 'commander';
import { escapeControls } from '../report/terminal-text.ts';
import { type CommandContext, EXIT, type Output } from './context.ts';
import {
  type CommandDefinition,
  type CommandGroup,
  type Invocation,
  isGroup,
  type OptionDefinition,
} from './definition.ts';
import { hasRemedy } from './user-error.ts';

/** What the command line as a whole says of itself. */
export interface CommandLine {
  readonly name: string;
  readonly summary: string;
  readonly version: string;
  readonly entries: readonly (CommandDefinition | CommandGroup)[];
}

/** Exit codes that hold for every command. */
export const SHARED_EXIT_CODES: Readonly<Record<number, string>> = {
  [EXIT.ok]: 'done',
  [EXIT.usage]: 'not done: wrong usage, wrong configuration, or something needed is missing',
  [EXIT.fault]: 'not done: an error inside dejfa',
};

/**
 * Runs one command line, `dejfa` itself left out of `argv`, and resolves with its exit code. Never rejects:
 * mistakes of the user become a line on standard error with its remedy, errors of the program one with a stack.
 */
export async function runCommandLine(
  line: CommandLine,
  argv: readonly string[],
  context: CommandContext,
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = buildProgram(line, context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportFailure(error, context.stderr);
  }
}

function reportFailure(error: unknown, stderr: Output): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (hasRemedy(error)) {
    stderr.write(`dejfa: ${escapeControls(error.message)}\n`);
    if (error.remedy !== '') stderr.write(`  help: ${escapeControls(error.remedy)}\n`);
    return EXIT.usage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`dejfa: this is an error inside dejfa, please report it:\n${escapeControls(stack)}\n`);
  return EXIT.fault;
}

/** The commander program for `line`; `onEnd` gets the exit code of the command that ran. */
export function buildProgram(
  line: CommandLine,
  context: CommandContext,
  onEnd: (exitCode: number) => void,
): Command {
  const program = configure(new Command(line.name), context)
    .description(line.summary)
    .version(line.version, '-V, --version', 'print the version')
    .helpCommand('help [command]', 'print help for a command');
  for (const entry of line.entries) {
    const target = isGroup(entry)
      ? configure(new Command(entry.name), context).description(entry.summary)
      : program;
    for (const command of isGroup(entry) ? entry.commands : [entry]) {
      const path = [line.name, ...(isGroup(entry) ? [entry.name] : []), command.name].join(' ');
      target.addCommand(buildCommand({ definition: command, path }, context, onEnd));
    }
    if (target !== program) program.addCommand(target);
  }
  return program;
}

function configure(command: Command, { stdout, stderr }: CommandContext): Command {
  return command
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError()
    .configureHelp({ helpWidth: Math.min(stdout.columns, 110), subcommandTerm: (c) => c.name() })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => write(`dejfa: ${escapeControls(text.replace(/^error: /, ''))}`),
      getOutHelpWidth: () => stdout.columns,
      getErrHelpWidth: () => stderr.columns,
      getOutHasColors: () => stdout.colour,
      getErrHasColors: () => stderr.colour,
    });
}

function buildCommand(
  { definition, path }: { readonly definition: CommandDefinition; readonly path: string },
  context: CommandContext,
  onEnd: (exitCode: number) => void,
): Command {
  const command = configure(new Command(definition.name), context)
    .summary(definition.summary)
    .description(definition.description ?? `${definition.summary}.`)
    .showHelpAfterError(`  help: see ${path} --help`)
    .addHelpText('after', () => formatEpilogue(definition));
  for (const argument of definition.arguments ?? []) {
    command.addArgument(new Argument(argument.name, argument.description));
  }
  for (const option of definition.options ?? []) command.addOption(buildOption(option));
  command.action(async () => {
    const args = command.processedArgs.flatMap((value: unknown) => value ?? []).map(String);
    onEnd(await definition.run(context, { arguments: args, options: command.opts<Invocation['options']>() }));
  });
  return command;
}

function buildOption(definition: OptionDefinition): Option {
  const option = new Option(definition.flags, definition.description);
  if (definition.defaultValue !== undefined) option.default(definition.defaultValue);
  if (definition.choices !== undefined) option.choices(definition.choices);
  if (definition.required === true) option.makeOptionMandatory();
  if (definition.repeatable === true) {
    option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  }
  return option;
}

function formatEpilogue(definition: CommandDefinition): string {
  const examples = definition.examples.flatMap((e) => [`  ${e.command}`, `      ${e.means}`]);
  const codes = Object.entries({ ...SHARED_EXIT_CODES, ...definition.exitCodes });
  const exits = codes.map(([code, meaning]) => `  ${code.padStart(2)}  ${meaning}`);
  return ['', 'Examples:', ...examples, '', 'Exit codes:', ...exits].join('\n');
}
