import { join } from 'node:path';

/** The checkout that this file is part of. */
const PROJECT_ROOT = join(import.meta.dirname, '../..');

/** Where the program finds what belongs to it. */
export const PROJECT_FOLDERS = {
  projectContent: join(PROJECT_ROOT, 'content'),
  addedContent: join(PROJECT_ROOT, '.dejfa/content'),
  consoleFolder: join(PROJECT_ROOT, 'console/dist'),
} as const;
