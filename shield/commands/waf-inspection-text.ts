import type { MatchedVariable, RuleMatch, Verdict } from '@dejfa/seclang';
import { formatMarked } from '../report/marked-value.ts';
import { escapeLine, fit, paint, type Style } from '../report/terminal-text.ts';
import type { Inspection } from './waf-inspection.ts';

export interface InspectionTextOptions {
  readonly columns: number;
  readonly colour: boolean;
  /** Matches of rules that say `nolog` too. */
  readonly all: boolean;
}

/** Names of severities 0 to 7, as syslog (RFC 5424 §6.2.1) and SecLang spell them. */
export const SEVERITIES = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'info',
  'debug',
] as const;

/** Most variables that are shown of one match. */
const VARIABLE_LIMIT = 5;

/** The verdict with its score, and every match with its place and what it matched on. */
export function formatInspection(inspection: Inspection, options: InspectionTextOptions): string {
  const { request, matches, rules } = inspection;
  const shown = matches.filter((match) => options.all || match.log || match.score > 0);
  const title = fit(escapeLine(`${request.method} ${request.target}`), options.columns);
  const blocks = shown.map((match) => formatMatch(match, options));
  const signatures = rules.signatures.length === 0 ? '' : ` (${rules.signatures.join(', ')})`;
  const footer = `${rules.loaded} ${rules.loaded === 1 ? 'rule' : 'rules'}${signatures} at paranoia level ${inspection.paranoia}`;
  return [
    title,
    verdictLine(inspection, options.colour),
    '',
    ...blocks,
    paint(escapeLine(footer), 'dim', options.colour),
    '',
  ].join('\n');
}

const VERDICT_STYLES: Readonly<Record<Verdict['kind'], Style>> = {
  pass: 'green',
  block: 'red',
  undetermined: 'yellow',
};

function verdictLine({ verdict, score, threshold }: Inspection, colour: boolean): string {
  return paint(escapeLine(verdictText(verdict, score, threshold)), VERDICT_STYLES[verdict.kind], colour);
}

function verdictText(verdict: Verdict, score: number, threshold: number): string {
  const points = `score ${score}, blocked from ${threshold}`;
  switch (verdict.kind) {
    case 'pass':
      return `would pass: ${points}`;
    case 'block': {
      const by = `would be blocked with ${verdict.status} by rule ${verdict.ruleId} in phase ${verdict.phase}`;
      // A rule that blocks by itself, or by a score of its own, does so whatever the anomaly score is.
      return score >= threshold ? `${by}: ${points}` : by;
    }
    case 'undetermined':
      return `could not be judged: ${verdict.reason}`;
  }
}

function formatMatch(match: RuleMatch, options: InspectionTextOptions): string {
  const { colour } = options;
  const severity =
    match.severity === null ? 'no severity' : (SEVERITIES[match.severity] ?? String(match.severity));
  const points = match.score === 0 ? '' : `  +${match.score}`;
  const style: Style = match.severity !== null && match.severity <= 2 ? 'red' : 'yellow';
  const head = `${paint(String(match.ruleId), 'bold', colour)}  ${paint(severity, style, colour)}${points}  ${escapeLine(
    match.message === '' ? '(no message)' : match.message,
  )}`;
  const place = paint(escapeLine(`${match.file}:${match.line}`), 'dim', colour);
  const variables = match.variables.slice(0, VARIABLE_LIMIT).map((v) => formatVariable(v, options));
  const more = match.variables.length - variables.length;
  if (more > 0) variables.push(`        and ${more} more`);
  return [head, `        ${place}`, ...variables, ''].join('\n');
}

/** A matched variable with what matched in it marked, and what transformations made of it. */
export function formatVariable(
  variable: MatchedVariable,
  options: Pick<InspectionTextOptions, 'columns' | 'colour'>,
): string {
  const name = fit(escapeLine(variable.name), 60);
  const room = { ...options, columns: options.columns - name.length - 12 };
  const line = `        ${paint(name, 'cyan', options.colour)} = ${formatMarked(variable, room)}`;
  if (variable.transformed === undefined) return line;
  const seen = formatMarked({ value: variable.transformed }, { ...options, columns: options.columns - 20 });
  return `${line}\n          seen as ${paint(seen, 'dim', options.colour)}`;
}
