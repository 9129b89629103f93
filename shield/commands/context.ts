import type { Clock } from '../ports/index.ts';

/** Where a command writes to: a terminal, a pipe, or a test. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in characters; what a pipe is given where it has none. */
  readonly columns: number;
  /** Colours and bold are wanted: a terminal, and NO_COLOR is not set. */
  readonly colour: boolean;
}

/** Everything a command has of the world, so that a test can run it in the process. */
export interface CommandContext {
  /** For results. */
  readonly stdout: Output;
  /** For errors, warnings and progress. */
  readonly stderr: Output;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Folder that relative paths are taken from. */
  readonly cwd: string;
  readonly folders: ContentFolders;
  readonly clock: Clock;
  /** Account name of who runs the command; stands as the owner of what they decide. */
  readonly user: string;
  /** Aborted by SIGINT and SIGTERM: a long-running command then ends in good order. */
  readonly signal: AbortSignal;
}

/** Where rules are. */
export interface ContentFolders {
  /** `content` of the checkout: what the project itself wrote. */
  readonly projectContent: string;
  /** Packs that were added, with their lock. */
  readonly addedContent: string;
}

/** Exit codes that every command shares; a command's own meaning of 1 is in its help. */
export const EXIT = {
  /** Done, and nothing found that would be worth a failing script. */
  ok: 0,
  /** Done, with a finding: blocked, different, not valid. */
  finding: 1,
  /** Not done: wrong usage, wrong configuration, or something needed is missing. */
  usage: 2,
  /** Not done: an error inside the program. */
  fault: 70,
} as const;
