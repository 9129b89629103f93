import { stretchesOf, walkPaths } from '../../adapters/archive/index.ts';
import type { HuntTask } from './task.ts';

/** Large files are read in stretches of this size; the same on every machine, so that results are, too. */
const STRETCH_BYTES = 32 * 1_048_576;

/** Everything under the named paths (absolute path to what the user wrote), in the order in which it is reported. */
export async function planHunt(
  named: ReadonlyMap<string, string>,
  stretchBytes: number = STRETCH_BYTES,
): Promise<readonly HuntTask[]> {
  const tasks: HuntTask[] = [];
  const failing = (path: string, error: string): HuntTask => {
    const common = { path, shown: shownPath(path, named), stretch: null, isLast: true };
    return { ...common, index: tasks.length, sizeBytes: 0, error };
  };
  for await (const walked of walkPaths([...named.keys()])) {
    if (walked.kind === 'failure') {
      tasks.push(failing(walked.path, walked.error));
      continue;
    }
    const shown = shownPath(walked.path, named);
    const stretches = await stretchesOf(walked.path, walked.sizeBytes, stretchBytes);
    for (const [at, stretch] of stretches.entries()) {
      tasks.push({
        path: walked.path,
        shown,
        index: tasks.length,
        sizeBytes: stretch.end - stretch.start,
        stretch: stretches.length === 1 ? null : stretch,
        isLast: at === stretches.length - 1,
        error: null,
      });
    }
  }
  for (const root of named.keys())
    if (!tasks.some(({ path }) => path === root || path.startsWith(`${root}/`)))
      tasks.push(failing(root, 'there are no files in it'));
  return tasks;
}

/** The path as the user wrote its beginning. */
function shownPath(path: string, named: ReadonlyMap<string, string>): string {
  for (const [absolute, typed] of named) {
    if (path === absolute) return typed;
    if (path.startsWith(`${absolute}/`)) return `${typed.replace(/\/$/, '')}${path.slice(absolute.length)}`;
  }
  return path;
}
