import type { CommandLine } from './command-line.ts';
import { type CommandDefinition, isGroup } from './definition.ts';
import { UserError } from './user-error.ts';

/** A word that can be completed after the words of `path`. */
interface Completion {
  /** Words typed before, `dejfa` left out; empty at the top. */
  readonly path: readonly string[];
  readonly word: string;
  readonly means: string;
}

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** The completion script for `shell`, made from the commands and options of `line`. */
export function completionScript(shell: string, line: CommandLine): string {
  if (!Object.hasOwn(SCRIPTS, shell)) {
    throw new UserError(`no completion for the shell ${shell}`, `known: ${Object.keys(SCRIPTS).join(', ')}`);
  }
  return SCRIPTS[shell as keyof typeof SCRIPTS](completionsOf(line));
}

function completionsOf(line: CommandLine): readonly Completion[] {
  return line.entries.flatMap((entry) => {
    const top: Completion = { path: [], word: entry.name, means: entry.summary };
    if (!isGroup(entry)) return [top, ...optionsOf(entry, [entry.name])];
    return [
      top,
      ...entry.commands.flatMap((command) => [
        { path: [entry.name], word: command.name, means: command.summary },
        ...optionsOf(command, [entry.name, command.name]),
      ]),
    ];
  });
}

function optionsOf(command: CommandDefinition, path: readonly string[]): readonly Completion[] {
  const options = [...(command.options ?? []), { flags: '--help', description: 'print this help' }];
  return options.map((option) => ({
    path,
    word: /--[a-z0-9-]+/.exec(option.flags)?.[0] ?? option.flags,
    means: option.description,
  }));
}

function byPath(completions: readonly Completion[]): ReadonlyMap<string, readonly Completion[]> {
  return Map.groupBy(completions, (c) => c.path.join(' '));
}

function bashScript(completions: readonly Completion[]): string {
  const cases = [...byPath(completions)].map(
    ([path, words]) => `    '${path}') words='${words.map((c) => c.word).join(' ')}' ;;`,
  );
  return `# bash completion for dejfa
_dejfa() {
  local path='' words='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; *) path="\${path:+$path }$word" ;; esac
  done
  while :; do
    case "$path" in
${cases.map((line) => `  ${line}`).join('\n')}
    esac
    [ -n "$words" ] && break
    case "$path" in *' '*) path="\${path% *}" ;; *) break ;; esac
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _dejfa dejfa
`;
}

function zshScript(completions: readonly Completion[]): string {
  const cases = [...byPath(completions)].map(([path, words]) => {
    const items = words.map((c) => `'${quoted(c.word)}:${quoted(c.means)}'`).join(' ');
    return `    '${path}') items=(${items}) ;;`;
  });
  return `#compdef dejfa
_dejfa() {
  local -a items typed
  local word path_
  for word in "\${(@)words[2,CURRENT-1]}"; do [[ $word == -* ]] || typed+=("$word"); done
  path_="\${(j: :)typed}"
  while :; do
    case "$path_" in
${cases.map((line) => `  ${line}`).join('\n')}
    esac
    (( \${#items} )) && break
    [[ $path_ == *' '* ]] || break
    path_="\${path_% *}"
  done
  _describe 'dejfa' items
  _files
}
if [ "$funcstack[1]" = _dejfa ]; then _dejfa "$@"; else compdef _dejfa dejfa; fi
`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "'\\''").replaceAll(':', '\\:');
}

function fishScript(completions: readonly Completion[]): string {
  const lines = completions.map(({ path, word, means }) => {
    const [group, command] = path;
    const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ');
    const siblings = completions.filter(
      (c) => c.path.join(' ') === path.join(' ') && !c.word.startsWith('-'),
    );
    const notYet = `not __fish_seen_subcommand_from ${siblings.map((c) => c.word).join(' ')}`;
    const condition =
      group === undefined
        ? '__fish_use_subcommand'
        : command === undefined && siblings.length > 0
          ? `${seen}; and ${notYet}`
          : seen;
    const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
    return `complete -c dejfa -n '${condition}' ${what} -d '${means.replaceAll("'", "\\'")}'`;
  });
  return `# fish completion for dejfa\n${lines.join('\n')}\n`;
}
