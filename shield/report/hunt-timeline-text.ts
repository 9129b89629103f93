import { formatDuration } from './duration-text.ts';
import type { HuntHit } from './hunt-findings.ts';
import { activityOf, type Episode, episodesOf, worstEpisodes } from './hunt-timeline.ts';
import { LEVEL_STYLES } from './level-style.ts';
import { formatTable, type TableOptions } from './terminal-table.ts';
import { paint } from './terminal-text.ts';

/** Episodes shown unless all are asked for. */
const SHOWN = 20;

const BARS = ' ▁▂▃▄▅▆▇█';

/** When it happened: a strip of activity, then what happened in the order of time. */
export function formatTimeline(hits: readonly HuntHit[], all: boolean, options: TableOptions): string {
  const episodes = episodesOf(hits);
  const shown = all ? episodes : worstEpisodes(episodes, SHOWN);
  const left = episodes.length - shown.length;
  const note =
    left === 0
      ? ''
      : ` (the ${SHOWN} worst of ${episodes.length.toLocaleString('en-US')}: --timeline shows all)`;
  return `${paint(`Timeline, UTC${note}`, 'bold', options.colour)}\n${strip(hits, options)}${table(shown, options)}`;
}

function strip(hits: readonly HuntHit[], { columns }: TableOptions): string {
  const { startMs, endMs, stepMs, counts } = activityOf(hits, Math.max(10, Math.min(60, columns - 40)));
  if (counts.length < 2) return '';
  const most = Math.max(...counts);
  const bars = counts.map((count) => BARS[Math.ceil((count / most) * 8)] ?? ' ').join('');
  return `${minuteText(startMs)} ${bars} ${minuteText(endMs)}  (each ${formatDuration(stepMs)})\n`;
}

function table(episodes: readonly Episode[], options: TableOptions): string {
  return formatTable(
    episodes,
    [
      { title: 'TIME', text: ({ firstMs }) => secondText(firstMs) },
      { title: 'FOR', align: 'right', text: ({ firstMs, lastMs }) => lengthText(lastMs - firstMs) },
      { title: 'LEVEL', text: ({ level }) => level, style: ({ level }) => LEVEL_STYLES[level] },
      { title: 'HITS', align: 'right', text: ({ hits }) => hits.toLocaleString('en-US') },
      { title: 'HOST', text: ({ host }) => host ?? '', shrinkTo: 10 },
      { title: 'RULE', text: ({ title }) => title, shrinkTo: 24 },
      { title: 'FIRST AT', text: ({ first }) => placeText(first), shrinkTo: 12 },
    ],
    options,
  );
}

function lengthText(ms: number): string {
  return ms < 1000 ? '' : formatDuration(ms);
}

/** Where a hit stands: file, member of an archive, and number of the record. */
export function placeText({ file, member, record }: HuntHit): string {
  return `${member === null ? file : `${file}!${member}`}:${record}`;
}

/** A time to the minute, UTC. */
export function minuteText(timeMs: number): string {
  return isoText(timeMs).slice(0, 16).replace('T', ' ');
}

/** A time to the second, UTC. */
export function secondText(timeMs: number): string {
  return isoText(timeMs).slice(0, 19).replace('T', ' ');
}

/** A time beyond those that a date can hold (a hostile log may state one) is shown as none. */
export function isoText(timeMs: number): string {
  return Math.abs(timeMs) <= 8.64e15 ? new Date(timeMs).toISOString() : '';
}
