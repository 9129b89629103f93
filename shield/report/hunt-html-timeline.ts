import { formatDuration } from './duration-text.ts';
import { type Html, html } from './html-text.ts';
import { type HuntHit, KEPT_HITS } from './hunt-findings.ts';
import { activityOf, type Episode, episodesOf, worstEpisodes } from './hunt-timeline.ts';
import { minuteText, placeText, secondText } from './hunt-timeline-text.ts';

/** Rows that a browser still scrolls through with ease. */
const EPISODES_SHOWN = 2_000;

const BARS = 120;
const HEIGHT = 90;

/** When it happened: bars, and what happened in the order of time. */
export function timelineSection(hits: readonly HuntHit[]): Html | null {
  if (hits.length === 0) return null;
  const episodes = episodesOf(hits);
  const shown = worstEpisodes(episodes, EPISODES_SHOWN);
  const left = episodes.length - shown.length;
  const notes = [
    ...(left > 0
      ? [`The ${EPISODES_SHOWN} worst of ${episodes.length.toLocaleString('en-US')} entries.`]
      : []),
    ...(hits.length >= KEPT_HITS ? [`Made of the first ${KEPT_HITS.toLocaleString('en-US')} hits.`] : []),
  ];
  return html`<h2>Timeline (UTC)</h2><p class="soft">Hits of one rule on one host that follow each other within ten minutes are one entry. ${notes.join(' ')}</p>
${bars(hits)}<div class="scroll" tabindex="0" role="region" aria-label="Timeline"><table><thead><tr><th>Time</th><th class="n">For</th><th>Level</th><th class="n">Hits</th><th>Host</th><th>Rule</th><th>First at</th></tr></thead><tbody>
${shown.map(row)}</tbody></table></div>`;
}

function row({ firstMs, lastMs, level, hits, host, title, first }: Episode): Html {
  const length = lastMs - firstMs < 1000 ? '' : formatDuration(lastMs - firstMs);
  return html`<tr><td class="time">${secondText(firstMs)}</td><td class="n">${length}</td><td class="level ${level}">${level}</td><td class="n">${hits.toLocaleString('en-US')}</td><td class="any">${host}</td><td class="any">${title}</td><td class="any"><code>${placeText(first)}</code></td></tr>\n`;
}

function bars(hits: readonly HuntHit[]): Html | null {
  const { startMs, endMs, stepMs, counts } = activityOf(hits, BARS);
  if (counts.length < 2) return null;
  const most = Math.max(...counts);
  const rects = counts.map((count, at) => {
    const height = count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT);
    return html`<rect x="${at * 10}" y="${(HEIGHT - height).toFixed(1)}" width="8" height="${height.toFixed(1)}"/>`;
  });
  const label = `Hits over time, ${minuteText(startMs)} to ${minuteText(endMs)}, at most ${most} in ${formatDuration(stepMs)}`;
  return html`<svg viewBox="0 0 ${counts.length * 10} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${label}">${rects}</svg><p class="ends soft"><span>${minuteText(startMs)}</span><span>${minuteText(endMs)}</span></p>
`;
}
