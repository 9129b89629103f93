import { unwatchFile, watchFile } from 'node:fs';

const POLL_MS = 2_000;

/** Calls `reload` when the file changes or SIGHUP comes, one call at a time. Returns the function that stops it. */
export function watchForReload(file: string, reload: () => Promise<void>): () => void {
  let last = Promise.resolve();
  const next = () => {
    last = last.then(reload);
  };
  const changed = (now: { mtimeMs: number }, before: { mtimeMs: number }) => {
    if (now.mtimeMs !== before.mtimeMs && now.mtimeMs !== 0) next();
  };
  watchFile(file, { interval: POLL_MS }, changed);
  process.on('SIGHUP', next);
  return () => {
    unwatchFile(file, changed);
    process.off('SIGHUP', next);
  };
}
