import type { HuntFigures } from './hunts.ts';
import type { PeerFigures } from './peers.ts';
import type { StartFigures } from './start-process.ts';
import type { TextLaneFigures } from './text-lanes.ts';
import type { ThreadFigures } from './threads.ts';
import type { LaneFigures } from './time-lane.ts';

/** A table of Markdown. */
function table(head: string, rows: readonly (readonly (string | number)[])[]): string {
  const names = head.split(' | ');
  return [names, names.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const perSecond = (us: number) => (1e6 / us).toFixed(0);

/** Lanes of JSON lines. */
export function formatLanes(figures: readonly LaneFigures[]): string {
  const head =
    'lane | records | bytes each | JSON.parse µs | scan µs | records/s | GB/s | times JSON.parse | by least | first pass µs | first pass times JSON.parse | goal | plain µs | rules tried | hits | different | left to plain';
  return table(
    head,
    figures.map((row) => [
      ...[
        row.lane,
        row.records,
        row.bytesPerRecord.toFixed(0),
        row.parseUs.toFixed(2),
        row.scanUs.toFixed(2),
      ],
      ...[perSecond(row.scanUs), (row.bytesPerRecord / row.scanUs / 1000).toFixed(2)],
      ...[row.ratio.toFixed(2), row.leastRatio.toFixed(2)],
      ...[row.first.scanUs.toFixed(2), row.first.ratio.toFixed(2), row.goal ?? '–'],
      ...[row.plainUs.toFixed(1), row.tried.toFixed(2), row.hits, row.differences, row.plainLines],
    ]),
  );
}

/** Lanes of text. */
export function formatTextLanes(figures: readonly TextLaneFigures[]): string {
  const head =
    'lane | lines | bytes each | events | parsing alone µs | hunt µs | lines/s | times parsing | first pass µs | hits | hits of the plain engine';
  return table(
    head,
    figures.map((row) => [
      ...[row.lane, row.lines, row.bytesPerLine.toFixed(0), row.events],
      ...[row.parseUs.toFixed(2), row.huntUs.toFixed(2), perSecond(row.huntUs)],
      ...[(row.huntUs / row.parseUs).toFixed(2), row.firstUs.toFixed(2), row.hits, row.plainHits],
    ]),
  );
}

/** Start-up and memory. */
export function formatStarts(figures: readonly StartFigures[]): string {
  return table(
    'start | rules loaded, ms | MiB above a process without rules | scanner and lane (a) once, ms | MiB after it',
    figures.map((row) => [
      ...[row.isWarm ? 'rules kept by an earlier start' : 'rules read from YAML, and kept'],
      ...[
        row.loadMs.toFixed(0),
        row.rulesMiB.toFixed(0),
        row.firstScanMs.toFixed(0),
        row.scannedMiB.toFixed(0),
      ],
    ]),
  );
}

/** Runs of `dejfa hunt`. */
export function formatHunts(figures: readonly HuntFigures[]): string {
  return table(
    'dejfa hunt | threads | events | hits | seconds | events/s, start included',
    figures.map((row) => [
      ...[row.folder, row.threads, row.events, row.hits, row.seconds.toFixed(1), row.perSecond.toFixed(0)],
    ]),
  );
}

/** One thread and two. */
export function formatThreads(figures: readonly ThreadFigures[]): string {
  return table(
    'lane | one thread, lines/s | two threads, lines/s | ratio',
    figures.map((row) => [row.lane, row.one.toFixed(0), row.two.toFixed(0), row.ratio.toFixed(2)]),
  );
}

/** Other engines; those that are not on the machine are named. */
export function formatPeers(figures: readonly PeerFigures[]): string {
  const found = figures.flatMap((row) => (row.kind === 'run' ? [row] : []));
  const missing = figures.flatMap((row) => (row.kind === 'missing' ? [`${row.peer}: ${row.reason}`] : []));
  const rows = found.map((row) => [
    ...[row.peer, row.records, row.rules, row.hits, row.ourHits, row.same, row.onlyTheirs, row.onlyOurs],
    ...[perSecond(row.us), row.us.toFixed(2), row.ourUs.toFixed(2)],
  ]);
  const head =
    'engine | records | rules | its hits | our hits | the same | only its | only ours | records/s | its µs | our µs';
  return [...(rows.length === 0 ? [] : [table(head, rows)]), ...missing].join('\n\n');
}
