import { SEVERITIES } from '../model/index.ts';
import { tacticTitle } from './attack-matrix-text.ts';
import type { MatrixColumn } from './attack-tactics.ts';
import { type Html, html } from './html-text.ts';
import type { HostFinding, HuntFile, HuntFindings } from './hunt-findings.ts';
import { type RuleNotes, rulesSection } from './hunt-html-rules.ts';
import { HUNT_STYLE } from './hunt-html-style.ts';
import { timelineSection } from './hunt-html-timeline.ts';
import type { HuntRun } from './hunt-lines.ts';
import { isoText, minuteText } from './hunt-timeline-text.ts';

/** What the page shows besides what was found. */
export interface HuntPage {
  readonly matrix: readonly MatrixColumn[];
  readonly notes: RuleNotes;
  /** What was searched, as the user named it. */
  readonly searched: readonly string[];
  /** When the hunt was made, milliseconds since the epoch. */
  readonly madeMs: number;
}

const FILES_NAMED = 500;

/**
 * The report as one page that needs nothing else: no script, no font, no picture from anywhere. Its policy (CSP Level
 * 3) lets the browser load nothing, should a name in a log ever get past the escaping.
 */
export function formatHuntPage(findings: HuntFindings, run: HuntRun, page: HuntPage): string {
  const body = html`<main>
${headSection(findings, run, page)}
${rulesSection(findings, page.notes)}
${hostsSection(findings.hosts())}
${matrixSection(page.matrix)}
${timelineSection(findings.kept)}
${filesSection(findings.files)}
</main>`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>Dejfa hunt</title>
<style>${HUNT_STYLE}</style></head>
<body>${body.text}</body></html>
`;
}

function headSection(findings: HuntFindings, run: HuntRun, page: HuntPage): Html {
  const totals = findings.totals();
  const levels = SEVERITIES.toReversed().map((level) => {
    const hits = findings.rules().reduce((sum, rule) => sum + (rule.level === level ? rule.hits : 0), 0);
    return html`<li><b class="${level}">${number(hits)}</b> ${level}</li>\n`;
  });
  const partial =
    run.filesLeft === undefined
      ? null
      : html`<p class="partial">Stopped before everything was read: this is partial. ${number(run.filesLeft)} files were not begun.</p>`;
  return html`<h1>Dejfa hunt</h1>
<p class="any">${page.searched.join(', ')}</p>
<p class="soft">${isoText(page.madeMs).slice(0, 19).replace('T', ' ')} UTC · ${number(totals.events)} events of ${number(totals.files)} files in ${run.seconds.toFixed(1)} s · ${number(run.rules)} rules loaded, ${number(run.rulesRejected)} rejected · ${number(totals.unparsed)} lines not parsed, ${number(totals.failedFiles)} files not read whole</p>
${partial}
<ul class="tiles" aria-label="Hits by level">
${levels}</ul>`;
}

function hostsSection(hosts: readonly HostFinding[]): Html | null {
  if (hosts.every(({ host }) => host === null)) return null;
  const rows = hosts.map(
    (one) =>
      html`<tr><td class="any">${one.host ?? '(none named)'}</td>${SEVERITIES.toReversed().map(
        (level) => html`<td class="n">${number(one.levels[level] ?? 0)}</td>`,
      )}<td class="n">${number(one.rules)}</td><td class="time">${minuteText(one.firstMs)}</td><td class="time">${minuteText(one.lastMs)}</td></tr>\n`,
  );
  return html`<h2>Hosts</h2><div class="scroll" tabindex="0" role="region" aria-label="Hosts"><table><thead><tr><th>Host</th><th class="n">Critical</th><th class="n">High</th><th class="n">Medium</th><th class="n">Low</th><th class="n">Info</th><th class="n">Rules</th><th>First</th><th>Last</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

function matrixSection(matrix: readonly MatrixColumn[]): Html | null {
  if (matrix.length === 0) return null;
  const columns = matrix.map(({ tactic, cells }) => {
    const items = cells.map(
      ({ technique, name, hits, level }) =>
        html`<li class="${level}"><span><b>${technique}</b> ${name}<br>${number(hits)} ${hits === 1 ? 'hit' : 'hits'}, ${level}</span></li>\n`,
    );
    return html`<section><h3>${tacticTitle(tactic)}</h3><ul>${items}</ul></section>\n`;
  });
  return html`<h2>ATT&amp;CK</h2><div class="scroll" tabindex="0" role="region" aria-label="ATT&amp;CK matrix"><div class="matrix">
${columns}</div></div>`;
}

function filesSection(files: readonly HuntFile[]): Html | null {
  const bad = files.filter(({ error, unparsed }) => error !== null || unparsed > 0);
  if (bad.length === 0) return null;
  const rows = bad
    .slice(0, FILES_NAMED)
    .map(
      ({ path, member, format, error, unparsed, examples }) =>
        html`<tr><td class="any">${member === null ? path : `${path}!${member}`}</td><td>${format}</td><td class="n">${number(unparsed)}</td><td class="any">${error}${examples.map(
          ({ reason, line }) => html`<div>${reason}: <code>${line.slice(0, 200)}</code></div>`,
        )}</td></tr>\n`,
    );
  const more = bad.length - FILES_NAMED;
  return html`<h2>Not read, or not whole</h2><div class="scroll" tabindex="0" role="region" aria-label="Files not read whole"><table><thead><tr><th>File</th><th>Format</th><th class="n">Lines not parsed</th><th>Why</th></tr></thead><tbody>
${rows}</tbody></table></div>${more > 0 ? html`<p>and ${number(more)} more</p>` : null}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
