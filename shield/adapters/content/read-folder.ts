import { opendir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ContentError } from './content-error.ts';
import { type ContentFile, isContentFolder, isContentPath } from './content-file.ts';
import type { ContentLimits } from './limits.ts';

/** How a folder is read. */
export interface FolderReading {
  readonly limits: ContentLimits;
  /** `refuse`: a link is an error (content of others). `follow-files`: the operator's own, such as in /etc. */
  readonly links: 'refuse' | 'follow-files';
}

/** What was read of a folder, and what was not. */
export interface FolderContent {
  /** Sorted by path. */
  readonly files: readonly ContentFile[];
  /** Folders that were not looked into, ending with `/`: tests, tools, rules that their publisher gave up. */
  readonly leftOut: readonly string[];
}

/** Files read at the same time. */
const PARALLEL = 32;

/**
 * The content files below `folder`. Throws `ContentError` when the folder is not there, when a limit
 * is passed, and on a link where links are refused.
 */
export async function readFolder(folder: string, reading: FolderReading): Promise<FolderContent> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new ContentError('not-found', `there is no folder ${folder}`, { remedy: 'correct the path' });
  const { paths, leftOut }: Listing = { paths: [], leftOut: [] };
  await listInto({ paths, leftOut }, { folder, inside: '', depth: 0 }, reading);
  paths.sort();
  const files: ContentFile[] = [];
  let totalBytes = 0;
  for (let at = 0; at < paths.length; at += PARALLEL) {
    const chunk = paths.slice(at, at + PARALLEL);
    const read = await Promise.all(chunk.map((path) => readBounded(folder, path, reading.limits)));
    totalBytes += read.reduce((sum, file) => sum + file.bytes.length, 0);
    if (totalBytes > reading.limits.packBytes) throw tooLarge(`${folder} holds`, reading.limits.packBytes);
    files.push(...read);
  }
  return { files, leftOut };
}

interface Step {
  readonly folder: string;
  /** Path inside the pack of the folder that is being listed; empty or ending with `/`. */
  readonly inside: string;
  readonly depth: number;
}

interface Listing {
  readonly paths: string[];
  readonly leftOut: string[];
}

async function listInto(listing: Listing, step: Step, reading: FolderReading): Promise<void> {
  const { paths, leftOut } = listing;
  const { folder, inside, depth } = step;
  if (depth > reading.limits.depth) {
    const remedy = 'name the folder that holds the rules';
    throw new ContentError('too-many-files', `${folder} has folders in folders without end`, { remedy });
  }
  for await (const entry of await opendir(join(folder, inside))) {
    const path = inside + entry.name;
    if (entry.isDirectory()) {
      if (!isContentFolder(`${path}/`)) leftOut.push(`${path}/`);
      else await listInto(listing, { folder, inside: `${path}/`, depth: depth + 1 }, reading);
      continue;
    }
    if (!isContentPath(path)) continue;
    if (entry.isSymbolicLink()) {
      if (reading.links === 'refuse') throw linkRefused(join(folder, path));
      if (!(await isFile(join(folder, path)))) continue;
    } else if (!entry.isFile()) continue;
    paths.push(path);
    if (paths.length > reading.limits.files) throw tooMany(folder, reading.limits.files);
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readBounded(folder: string, path: string, limits: ContentLimits): Promise<ContentFile> {
  return { path, bytes: await readRuleFile(join(folder, path), limits) };
}

/** One file in whole. Throws `ContentError` when it is too large or cannot be read. */
export async function readRuleFile(path: string, limits: ContentLimits): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (found.size > limits.fileBytes) throw tooLarge(`${path} has`, limits.fileBytes);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof ContentError) throw cause;
    const remedy = 'check that this account may read it';
    throw new ContentError('not-found', `${path} cannot be read`, { remedy, cause });
  }
}

/** The refusal of a link. */
export function linkRefused(path: string): ContentError {
  const remedy =
    'links could lead out of the pack: replace it by the file itself, or add a folder without links';
  return new ContentError('link-refused', `${path} is a link`, { remedy });
}

/** The refusal of what is larger than packs are; `what` begins the sentence and holds its verb. */
export function tooLarge(what: string, limitBytes: number): ContentError {
  const mebibytes = Math.ceil(limitBytes / 1024 / 1024);
  const remedy = 'packs of rules are smaller: check that this is the right one';
  return new ContentError('too-large', `${what} more than ${mebibytes} MiB`, { remedy });
}

/** The refusal of more files than packs have. */
export function tooMany(what: string, limit: number): ContentError {
  const remedy = 'packs of rules have fewer: check that this is the right one';
  return new ContentError('too-many-files', `${what} holds more than ${limit} files`, { remedy });
}
