import type { CommandContext } from './context.ts';

/** A positional argument, `<file>` required, `[file]` optional, with `...` for one or more, as commander writes them. */
export interface ArgumentDefinition {
  readonly name: string;
  readonly description: string;
}

/** An option, `--json` or `-p, --paranoia <level>`, as commander writes them. */
export interface OptionDefinition {
  readonly flags: string;
  readonly description: string;
  readonly defaultValue?: string;
  readonly choices?: readonly string[];
  /** May be given several times; all values are kept. */
  readonly repeatable?: boolean;
  /** Without it the command is refused. */
  readonly required?: boolean;
}

/** What was typed, with the names of the definition. */
export interface Invocation {
  readonly arguments: readonly string[];
  /** By the option's long name in camel case; absent options are undefined. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

/**
 * One command of the command line. The file that defines it stays light, because all of them are loaded for
 * `dejfa --help`: engines and adapters are imported inside `run`.
 */
export interface CommandDefinition {
  readonly name: string;
  /** One line, without a full stop, for lists. */
  readonly summary: string;
  /** Paragraphs for its own help page. */
  readonly description?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: readonly OptionDefinition[];
  readonly examples: readonly Example[];
  /** Meaning of each exit code other than those that all commands share. */
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Resolves with the exit code; rejects with a `UserError` for what the user can mend. */
  readonly run: (context: CommandContext, invocation: Invocation) => Promise<number>;
}

export interface Example {
  readonly command: string;
  readonly means: string;
}

/** Commands under one word: `dejfa content list`. */
export interface CommandGroup {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly CommandDefinition[];
}

export function isGroup(entry: CommandDefinition | CommandGroup): entry is CommandGroup {
  return 'commands' in entry;
}

/** An option's text; null when it was not given. */
export function textOption(invocation: Invocation, name: string): string | null {
  const value = invocation.options[name];
  return typeof value === 'string' ? value : null;
}

export function flagOption(invocation: Invocation, name: string): boolean {
  return invocation.options[name] === true;
}

/** The values of a repeatable option. */
export function listOption(invocation: Invocation, name: string): readonly string[] {
  const value = invocation.options[name];
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
}
