import { type Html, html } from './html-text.ts';
import type { HuntFindings, HuntHit, RuleFinding } from './hunt-findings.ts';
import { minuteText, placeText, secondText } from './hunt-timeline-text.ts';

/** What rules say of themselves, by identifier. */
export type RuleNotes = ReadonlyMap<
  string,
  { readonly description: string; readonly falsePositives: readonly string[] }
>;

/** Hits shown of each rule. */
const HITS_SHOWN = 5;

/** A table of rules that matched; each opens to what it means and to its first hits. */
export function rulesSection(findings: HuntFindings, notes: RuleNotes): Html {
  const rules = findings.rules();
  if (rules.length === 0) return html`<h2>Rules</h2><p>No rule matched.</p>`;
  const first = firstHits(findings.kept);
  const rows = rules.map((rule) => ruleRow(rule, notes, first.get(rule.ruleId) ?? []));
  return html`<h2>Rules</h2><div class="scroll" tabindex="0" role="region" aria-label="Rules that matched"><table><thead><tr><th>Level</th><th class="n">Hits</th><th class="n">Files</th><th>Rule</th><th>ATT&amp;CK</th><th>First</th><th>Last</th></tr></thead><tbody>
${rows}</tbody></table></div>`;
}

function ruleRow(rule: RuleFinding, notes: RuleNotes, hits: readonly HuntHit[]): Html {
  const { level, techniques, firstMs, lastMs } = rule;
  return html`<tr><td class="level ${level}">${level}</td><td class="n">${rule.hits.toLocaleString('en-US')}</td><td class="n">${rule.files.toLocaleString('en-US')}</td><td class="any"><details><summary>${rule.title}</summary>${notesText(rule, notes)}${hits.map(hitText)}</details></td><td>${techniques.join(' ')}</td><td class="time">${minuteText(firstMs)}</td><td class="time">${minuteText(lastMs)}</td></tr>\n`;
}

function notesText({ ruleId }: RuleFinding, notes: RuleNotes): Html {
  const note = notes.get(ruleId);
  const harmless = note?.falsePositives.join('; ') ?? '';
  return html`<dl><dt>Rule</dt><dd><code>${ruleId}</code></dd>${
    note === undefined || note.description === ''
      ? null
      : html`<dt>What it looks for</dt><dd>${note.description}</dd>`
  }${harmless === '' ? null : html`<dt>Harmless causes</dt><dd>${harmless}</dd>`}</dl>`;
}

function hitText(hit: HuntHit): Html {
  const parts = hit.parts.map(({ field, value }) => html`<dd><code>${field}: ${value}</code></dd>`);
  return html`<dl><dt>${secondText(hit.timeMs)} ${hit.host ?? ''} <code>${placeText(hit)}</code></dt>${parts}</dl>`;
}

function firstHits(hits: readonly HuntHit[]): ReadonlyMap<string, readonly HuntHit[]> {
  const first = new Map<string, HuntHit[]>();
  for (const hit of hits) {
    const known = first.get(hit.ruleId) ?? [];
    if (known.length === 0) first.set(hit.ruleId, known);
    if (known.length < HITS_SHOWN) known.push(hit);
  }
  return first;
}
