import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CommandContext } from '../context.ts';
import { UserError } from '../user-error.ts';

/** What a hunt reads: absolute paths, and what the user wrote for them. */
export interface HuntInputs {
  readonly named: ReadonlyMap<string, string>;
  /** Removes what was kept for the hunt. */
  close(): Promise<void>;
}

/**
 * Finds out where the named paths are. Standard input (`-`) and pipes (`<(zcat …)`) are written to a file that only
 * its owner can read, because archives and event logs are read from several places; {@link HuntInputs.close} removes it.
 * Throws `UserError` where there is no room for it.
 */
export async function openInputs(context: CommandContext, paths: readonly string[]): Promise<HuntInputs> {
  const named = new Map<string, string>();
  let folder: string | null = null;
  const close = async () => {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const path of paths) {
      const absolute = resolve(context.cwd, path);
      const source = await streamOf(context, path, absolute);
      if (source === null) named.set(absolute, path);
      else {
        folder ??= await mkdtemp(join(tmpdir(), 'dejfa-hunt-'));
        const kept = join(folder, String(named.size));
        await keep(source, kept, context.signal);
        named.set(kept, path);
      }
    }
    return { named, close };
  } catch (cause) {
    await close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    const remedy = 'is there room in the folder for temporary files? TMPDIR names another';
    throw new UserError(`the input cannot be kept: ${reason}`, remedy, { cause });
  }
}

/** Null for what can be read where it is. */
async function streamOf({ stdin }: CommandContext, path: string, absolute: string): Promise<Readable | null> {
  if (path === '-') return Readable.from(stdin);
  const isPipe = await stat(absolute).then(
    (found) => found.isFIFO(),
    () => false,
  );
  return isPipe ? createReadStream(absolute) : null;
}

/** An interrupt ends the reading; what came before it is kept. */
async function keep(source: Readable, path: string, signal: AbortSignal): Promise<void> {
  await pipeline(source, createWriteStream(path, { mode: 0o600 }), { signal }).catch((cause: unknown) => {
    if (!signal.aborted) throw cause;
  });
}
