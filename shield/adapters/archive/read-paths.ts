import type { ReadCounts } from '../../ports/index.ts';
import { LINE_LIMIT_BYTES, ParseCounter } from '../../sense/index.ts';
import { ARCHIVE_LIMITS, ArchiveError, type ArchiveLimits, type Budget } from './limits.ts';
import { type Member, membersOfFile } from './members.ts';
import { type MemberOptions, type NumberedEvent, readMember } from './read-member.ts';
import { reasonOf, walkPaths } from './walk.ts';

/** How files, archives among them, are read; what is left out is found by looking at them. */
export interface ReadPathsOptions extends Partial<Omit<MemberOptions, 'receivedMs' | 'ids'>> {
  readonly receivedMs: number;
  readonly ids: MemberOptions['ids'];
  readonly limits?: Partial<ArchiveLimits>;
  /** Told of bytes as they are taken from a file of the disk; of ZIP archives the first ones twice. */
  readonly onBytes?: (count: number) => void;
}

/** What became of one file, or of one member of an archive. */
export interface FileResult extends ReadCounts {
  readonly path: string;
  /** Path within the archive; null for the file itself. */
  readonly member: string | null;
  /** Format that it was read with; `text` when none was recognised, `binary`, `empty`, or `none`. */
  readonly format: string;
  /** Why it was not read, or not to its end; null when it was. */
  readonly error: string | null;
}

/** Events of one file, then its result, then the next file. */
export type ReadStep =
  | {
      readonly kind: 'events';
      readonly path: string;
      readonly member: string | null;
      readonly events: readonly NumberedEvent[];
      /** Records that were spared from becoming events. */
      readonly passed: number;
    }
  | { readonly kind: 'file'; readonly result: FileResult };

/**
 * Reads files, folders, gzip and ZIP archives as logs. Every file ends in one result, whatever it is: nothing is
 * passed over in silence, and nothing that a file holds makes it throw.
 */
export async function* readPaths(
  paths: readonly string[],
  options: ReadPathsOptions,
): AsyncGenerator<ReadStep> {
  const limits: ArchiveLimits = { ...ARCHIVE_LIMITS, ...options.limits };
  for await (const walked of walkPaths(paths)) {
    if (walked.kind === 'failure') yield failed(walked.path, null, walked.error);
    else {
      const budget: Budget = { limits, packedBytes: walked.sizeBytes, unpackedBytes: 0 };
      yield* readFile(walked.path, budget, options);
    }
  }
}

/** The options of one member, with what holds unless it was set. */
export function memberOptions(options: ReadPathsOptions): MemberOptions {
  return {
    source: options.source ?? 'hunt',
    format: options.format ?? 'auto',
    zoneOffsetMinutes: options.zoneOffsetMinutes ?? 0,
    lineLimitBytes: options.lineLimitBytes ?? LINE_LIMIT_BYTES,
    receivedMs: options.receivedMs,
    ids: options.ids,
    ...(options.openScreen === undefined ? {} : { openScreen: options.openScreen }),
  };
}

async function* readFile(path: string, budget: Budget, options: ReadPathsOptions): AsyncGenerator<ReadStep> {
  let last: string | null = null;
  try {
    for await (const member of membersOfFile(path, budget, options.onBytes)) {
      last = member.member;
      yield* member.kind === 'failure'
        ? [failed(path, member.member, member.error)]
        : memberSteps(path, member, memberOptions(options));
    }
  } catch (cause) {
    yield failed(path, last, cause instanceof ArchiveError ? cause.message : reasonOf(cause));
  }
}

/** Events of one member, then its result. */
export async function* memberSteps(
  path: string,
  member: Extract<Member, { readonly kind: 'bytes' }>,
  options: MemberOptions,
): AsyncGenerator<ReadStep> {
  const reading = readMember({ path, member: member.member, bytes: member.bytes }, options);
  for (let step = await reading.next(); ; step = await reading.next()) {
    if (step.done === true) {
      const { counts, format, error } = step.value;
      yield { kind: 'file', result: { path, member: member.member, format, error, ...counts } };
      return;
    }
    yield { kind: 'events', path, member: member.member, ...step.value };
  }
}

/** The result of what could not be read at all. */
export function failed(path: string, member: string | null, error: string): ReadStep {
  const counts = new ParseCounter().counts();
  return { kind: 'file', result: { path, member, format: 'none', error, ...counts } };
}
