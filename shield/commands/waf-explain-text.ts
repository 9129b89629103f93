import type { Verdict } from '@dejfa/seclang';
import type {
  ExclusionOutcome,
  ExclusionProposal,
  ExplainedMatch,
  Explanation,
  ExplanationNote,
  StoredExclusion,
} from '../ports/index.ts';
import { formatTable } from '../report/terminal-table.ts';
import { escapeControls, escapeLine, fit, paint } from '../report/terminal-text.ts';
import { formatVariable, SEVERITIES } from './waf-inspection-text.ts';

/** How wide and how colourful. */
export interface ExplanationTextOptions {
  readonly columns: number;
  readonly colour: boolean;
}

/** What is to be shown. */
export interface ExplainedText {
  readonly explanation: Explanation;
  readonly proposal: ExclusionProposal | null;
  /** The request as it is recorded. */
  readonly raw: string;
}

const PART_LIMIT = 5;

/** The chain from byte to block: the request, each rule with the sum after it, the verdict, and what could be excluded. */
export function formatExplanation(
  { explanation, proposal, raw }: ExplainedText,
  options: ExplanationTextOptions,
): string {
  return [
    ...headline(explanation, options),
    '',
    ...requestLines(raw, options),
    '',
    ...explanation.matches.flatMap((match) => matchLines(match, options)),
    verdictLine(explanation, options),
    ...explanation.notes.map((note) => `note: ${escapeLine(noteText(note))}`),
    '',
    ...(proposal === null
      ? ['There is nothing to exclude: no rule matched on a part of the request.']
      : proposalLines(proposal, options)),
    '',
  ].join('\n');
}

function headline(explanation: Explanation, { colour }: ExplanationTextOptions): readonly string[] {
  const { reference, effect, timeMs, service, actor } = explanation;
  const effects = {
    blocked: 'blocked',
    'would-block': 'would have been blocked',
    passed: 'let through',
    unknown: 'seen',
  };
  const when = new Date(timeMs).toISOString().replace('T', ' ').slice(0, 19);
  const who = `${service === null ? '' : ` at ${service}`}${actor === null ? '' : ` from ${actor.value}`}`;
  return [`${paint(reference, 'bold', colour)}  ${effects[effect]} on ${when} UTC${escapeLine(who)}`];
}

/** Lines of the head and the first lines of the body; nothing that it holds steers the terminal. */
function requestLines(raw: string, { columns, colour }: ExplanationTextOptions): readonly string[] {
  const lines = raw.split(/\r?\n/);
  const shown = lines
    .slice(0, 30)
    .map((line) => paint(`  ${fit(escapeLine(line), columns - 2)}`, 'dim', colour));
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `  and ${more} lines more`] : shown;
}

function matchLines(match: ExplainedMatch, options: ExplanationTextOptions): readonly string[] {
  const { colour } = options;
  const severity = match.severity === null ? '' : `  ${SEVERITIES[match.severity] ?? match.severity}`;
  const added = match.score === 0 ? '' : `  +${match.score}`;
  const sum = match.score === 0 || !match.reproduced ? added : `${added} = ${match.sum}`;
  const lost = match.reproduced ? '' : '  (recorded; does not match again)';
  const fresh = match.recorded || match.score === 0 ? '' : '  (not recorded then)';
  const message = escapeLine(match.message === '' ? '(no message)' : match.message);
  const parts = match.parts.slice(0, PART_LIMIT).map((part) => formatVariable(part, options));
  const more = match.parts.length - parts.length;
  return [
    `${paint(String(match.ruleId), 'bold', colour)}${severity}${sum}  ${message}${lost}${fresh}`,
    ...(match.place === null
      ? []
      : [paint(escapeLine(`        ${match.place.file}:${match.place.line}`), 'dim', colour)]),
    ...parts,
    ...(more > 0 ? [`        and ${more} more`] : []),
    '',
  ];
}

function verdictLine(
  { recordedVerdict, currentVerdict, threshold, paranoia }: Explanation,
  { colour }: ExplanationTextOptions,
): string {
  const by = (ruleId: number | null, phase: number | null, score: number | null) =>
    `${ruleId === null ? 'no rule blocked' : `rule ${ruleId} blocked in phase ${phase}`}${score === null ? '' : `, score ${score}`}`;
  const { ruleId, phase, score } = recordedVerdict;
  const past = score === null ? 'not recorded' : by(ruleId, phase, score);
  const { verdict } = currentVerdict;
  const now =
    verdict.kind === 'block'
      ? by(verdict.ruleId, verdict.phase, currentVerdict.score)
      : `${verdictText(verdict)}, score ${currentVerdict.score}`;
  const settings = `blocked from ${threshold} at paranoia level ${paranoia}`;
  return `${paint(`then: ${past}`, 'bold', colour)}\nnow:  ${escapeLine(now)} (${settings})`;
}

function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'pass':
      return 'would pass';
    case 'block':
      return `would be blocked by rule ${verdict.ruleId} in phase ${verdict.phase}`;
    case 'undetermined':
      return `could not be judged: ${verdict.reason}`;
  }
}

/** A note in words. */
export function noteText(note: ExplanationNote): string {
  switch (note.kind) {
    case 'body-cut':
      return `of the body ${note.keptBytes} of ${note.totalBytes} bytes are recorded; what is beyond was not inspected again`;
    case 'headers-redacted':
      return `not recorded, so not inspected again: the values of ${note.names.join(', ')}`;
    case 'not-reproduced':
      return `does not match what is recorded with the rules as they are now: ${note.ruleIds.join(', ')}`;
    case 'verdict-differs':
      return 'the rules as they are now come to another verdict than was recorded';
  }
}

function proposalLines(proposal: ExclusionProposal, { colour }: ExplanationTextOptions): readonly string[] {
  const { ruleIds, variable, path, service, text, effect } = proposal;
  const what = `${ruleIds.length === 1 ? 'rule' : 'rules'} ${ruleIds.join(', ')}${variable === null ? '' : ` for ${variable}`}`;
  const where = `on ${path}${service === null ? '' : ` of ${service}`}`;
  return [
    paint(
      escapeLine(`If this was a false positive, the narrowest exclusion is ${what} ${where}:`),
      'bold',
      colour,
    ),
    '',
    escapeControls(text.trimEnd()),
    '',
    `  this request: ${outcomeText(effect.before)}; with it: ${outcomeText(effect.after)}`,
    `  no longer matching: ${effect.gone.join(', ') || 'none'}${effect.remaining.length === 0 ? '' : `; still matching: ${effect.remaining.join(', ')}`}`,
    ...(effect.untried.length === 0
      ? []
      : [`  not tried, as they do not match what is recorded: ${effect.untried.join(', ')}`]),
    `  the same in another parameter: ${controlText(effect.otherParameter)}`,
    `  the same on another path: ${controlText(effect.otherPath)}`,
    ...proposal.notes.map((note) => `  ${escapeLine(noteText(note))}`),
  ];
}

function outcomeText({ verdict, score }: ExclusionOutcome): string {
  return escapeLine(`${verdictText(verdict)} (score ${score})`);
}

function controlText(control: ExclusionProposal['effect']['otherPath']): string {
  switch (control.kind) {
    case 'found':
      return `still ${control.blocked ? 'blocked' : 'found'} (rules ${control.ruleIds.join(', ')})`;
    case 'lost':
      return `NO LONGER FOUND by rules ${control.ruleIds.join(', ')}`;
    case 'not-applicable':
      return `not tried: ${control.reason}`;
  }
}

/** Exclusions as a table. */
export function formatExclusions(
  exclusions: readonly StoredExclusion[],
  options: ExplanationTextOptions,
): string {
  if (exclusions.length === 0) return 'No exclusions.\n';
  return formatTable(
    exclusions,
    [
      { title: 'ID', text: (e) => String(e.id) },
      { title: 'RULES', text: (e) => e.ruleIds.join(' '), shrinkTo: 12 },
      { title: 'FOR', text: (e) => e.variable ?? 'all', shrinkTo: 8 },
      { title: 'PATH', text: (e) => e.path, shrinkTo: 8 },
      { title: 'SERVICE', text: (e) => e.service ?? 'all' },
      { title: 'BY', text: (e) => e.owner, shrinkTo: 8 },
      { title: 'SINCE', text: (e) => new Date(e.createdMs).toISOString().slice(0, 10) },
      { title: 'REASON', text: (e) => e.reason, shrinkTo: 12 },
    ],
    options,
  );
}
