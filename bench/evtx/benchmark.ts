import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { EvtxReader, type EvtxRecord, fieldsOf, LineBuffer, toJsonLine } from '@dejfa/evtx';
import type { Benchmark } from '../benchmark.ts';

const CORPUS = join(import.meta.dirname, '../../../shared/corpora/evtx');

/** Runs of each row; the quickest counts, because other work on the machine only ever makes a run longer. */
const RUNS = 15;

/** `--corpus=FOLDER` with event logs; the corpus beside the checkout unless given. */
export const benchmark: Benchmark = {
  about: 'Windows event logs: events a second to JSON lines and to objects, on one core',
  async run(args) {
    const folder = args.find((arg) => arg.startsWith('--corpus='))?.slice(9) ?? CORPUS;
    if (!existsSync(folder)) throw new Error(`no folder ${folder}: name one with --corpus=FOLDER`);
    const files = logsIn(folder);
    checkEqual(files);
    const large = files.filter(({ bytes }) => bytes.length > 1_000_000);
    const rows = [...rowsOf('all files', files), ...rowsOf('those over 1 MB', large)];
    const evtxexport = timeEvtxexport(files);
    if (evtxexport !== null) rows.push(evtxexport);
    return { report: reportOf(rows), data: rows };
  },
};

interface LogFile {
  readonly path: string;
  readonly bytes: Buffer;
}

interface Row {
  readonly name: string;
  readonly events: number;
  readonly perSecond: number;
  readonly megabytesPerSecond: number;
}

function logsIn(folder: string): readonly LogFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => path.endsWith('.evtx') && statSync(path).isFile())
    .sort()
    .map((path) => ({ path, bytes: readFileSync(path) }));
}

/** First equal results, then speed: each line of the compiled way is what the plain way gives. */
function checkEqual(files: readonly LogFile[]): void {
  const into = new LineBuffer();
  eachRecord(files, (record) => {
    into.clear();
    const line: unknown = toJsonLine(record, into) ? JSON.parse(into.toString()) : null;
    if (!isDeepStrictEqual(line, JSON.parse(JSON.stringify(fieldsOf(record)))))
      throw new Error(`record ${record.id} at byte ${record.offset} differs between the two ways`);
  });
}

function eachRecord(files: readonly LogFile[], take: (record: EvtxRecord) => void): number {
  let events = 0;
  for (const { path, bytes } of files) {
    const reader = new EvtxReader({ file: path });
    for (const record of reader.push(bytes)) take(record);
    for (const record of reader.end()) take(record);
    events += reader.counts.records;
  }
  return events;
}

function rowsOf(name: string, files: readonly LogFile[]): Row[] {
  const into = new LineBuffer();
  const ways = {
    'JSON lines': (record: EvtxRecord) => {
      into.clear();
      toJsonLine(record, into);
    },
    'JSON lines, parsed': (record: EvtxRecord) => {
      into.clear();
      if (toJsonLine(record, into)) JSON.parse(into.toString());
    },
    'the plain way': (record: EvtxRecord) => void fieldsOf(record),
  };
  return Object.entries(ways).map(([way, take]) =>
    rowOf(`${name}: ${way}`, files, () => eachRecord(files, take)),
  );
}

/** CPU time of the process, so that waiting for a core does not count. */
function rowOf(name: string, files: readonly LogFile[], run: () => number): Row {
  let best = Number.POSITIVE_INFINITY;
  let events = 0;
  for (let round = 0; round < RUNS; round += 1) {
    const before = process.cpuUsage();
    events = run();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  return { name, events, perSecond: events / best, megabytesPerSecond: bytes / best / 1e6 };
}

/** The reference, where Debian's libevtx-utils is installed; the start of a process a file is in it. */
function timeEvtxexport(files: readonly LogFile[]): Row | null {
  const before = performance.now();
  let events = 0;
  try {
    for (const { path } of files) {
      const text = execFileSync('evtxexport', ['-f', 'xml', path], { encoding: 'latin1', maxBuffer: 1e9 });
      events += text.split('\n<Event ').length - 1;
    }
  } catch {
    return null;
  }
  const seconds = (performance.now() - before) / 1000;
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  return {
    name: 'evtxexport (XML, a process a file, wall time)',
    events,
    perSecond: events / seconds,
    megabytesPerSecond: bytes / seconds / 1e6,
  };
}

function reportOf(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ name, events, perSecond, megabytesPerSecond }) =>
      `| ${name} | ${events} | ${Math.round(perSecond).toLocaleString('en')} | ${megabytesPerSecond.toFixed(0)} |`,
  );
  return [
    `Event logs to JSON lines, checksums verified; each line was first compared with the plain way's. CPU time, the quickest of ${RUNS} runs. MB are those of the files, empty chunks among them.`,
    '',
    '| | events | events a second | MB/s |',
    '|---|---:|---:|---:|',
    ...lines,
  ].join('\n');
}
