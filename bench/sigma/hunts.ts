import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CORPORA } from '../../conformance/sigma/whole/recordings.ts';
import { RULES } from './rules.ts';

/** A whole run of `dejfa hunt`, as it sums itself up. */
export interface HuntFigures {
  readonly folder: string;
  readonly threads: number;
  readonly events: number;
  readonly hits: number;
  /** From its start to its end, loading of rules included; and events a second of that. */
  readonly seconds: number;
  readonly perSecond: number;
}

const FOLDERS = ['otrf/atomic/windows', 'evtx', 'zeek'] as const;

/** Hunts through recordings, archives and all, with one thread and with two. */
export function runHunts(): readonly HuntFigures[] {
  return FOLDERS.flatMap((folder) => [1, 2].map((threads) => runHunt(folder, threads)));
}

function runHunt(folder: string, threads: number): HuntFigures {
  const program = join(import.meta.dirname, '../../shield/bin/dejfa.ts');
  const args = [
    program,
    'hunt',
    join(CORPORA, folder),
    '--rules',
    RULES,
    '--json',
    '--threads',
    String(threads),
  ];
  const { stdout, stderr, error } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const last = stdout?.trimEnd().split('\n').at(-1) ?? '';
  if (error !== undefined || !last.startsWith('{"summary"'))
    throw new Error(`dejfa hunt: ${stderr}`, { cause: error });
  const { events, hits, seconds } = (JSON.parse(last) as HuntSummary).summary;
  return { folder, threads, events, hits, seconds, perSecond: events / seconds };
}

interface HuntSummary {
  readonly summary: Pick<HuntFigures, 'events' | 'hits' | 'seconds'>;
}
