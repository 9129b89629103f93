import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SourcePosition } from '../../../ports/index.ts';
import { TailReader } from '../tail-reader.ts';

/** A process that follows `FOLDER/*.log*`, keeps lines in `FOLDER/kept` and positions in `FOLDER/positions`. */
const folder = process.argv[2] ?? '';
const positionsPath = join(folder, 'positions');
const known: SourcePosition[] = existsSync(positionsPath)
  ? JSON.parse(readFileSync(positionsPath, 'utf8'))
  : [];
const positions = new Map(known.map((position) => [position.fileId, position]));
let made = 0;

const reader = new TailReader({
  name: 'killed',
  service: null,
  format: 'text',
  paths: [join(folder, '*.log*')],
  pollMs: 5,
  positions: {
    positions: () => [...positions.values()],
    savePositions: (saved) => {
      for (const position of saved) positions.set(position.fileId, position);
      writeFileSync(`${positionsPath}.new`, JSON.stringify([...positions.values()]));
      renameSync(`${positionsPath}.new`, positionsPath);
    },
  },
  sink: {
    clock: { nowMs: () => Date.now() },
    ids: {
      next: () => {
        made += 1;
        return String(made);
      },
    },
    deliver: async (events) => {
      await sleep(10);
      appendFileSync(join(folder, 'kept'), events.map(({ raw }) => `${raw}\n`).join(''));
    },
  },
});
await reader.start();
