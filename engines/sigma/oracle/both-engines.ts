import { formatDiagnostic } from '@dejfa/diagnostics';
import type { SigmaEvent } from '../api.ts';
import { createEngine } from '../compile/engine.ts';
import { parseSigma, type SigmaOptions } from '../load.ts';
import { ruleMatches } from './evaluate.ts';

/** The start of a rule for tests; what stands under `detection` follows, indented by two spaces. */
const HEAD = 'title: t\nid: r\nlevel: low\nlogsource: { product: p }\ndetection:\n';

/** A rule whose detection is `detection`, and whose condition is `selection` unless it has one. */
export function ruleText(detection: string): string {
  const body = /^condition:/m.test(detection) ? detection : `${detection}\ncondition: selection`;
  return `${HEAD}${body.replace(/^/gm, '  ')}\n`;
}

/** `selection` with these lines under it. */
export function selection(lines: string): string {
  return `selection:\n${lines.replace(/^/gm, '  ')}`;
}

/** Whether a rule fires, as the compiled engine and the plain oracle agree; their disagreement as text. */
export function fires(
  detection: string,
  fields: SigmaEvent['fields'],
  options: SigmaOptions = {},
): boolean | string {
  const { rules, diagnostics } = parseSigma([{ path: 'r.yml', text: ruleText(detection) }], options);
  const [rule] = rules;
  if (rule === undefined) return diagnostics.map(formatDiagnostic).join('\n');
  const event: SigmaEvent = { logsource: { product: 'p' }, fields };
  const compiled = createEngine(rules).evaluate(event).length === 1;
  const plain = ruleMatches(rule, event);
  return compiled === plain ? compiled : `compiled: ${compiled}, oracle: ${plain}`;
}

/** What loading a rule says, a line for each diagnostic: `line:column severity code: message`. */
export function complaints(detection: string, options: SigmaOptions = {}): readonly string[] {
  const { diagnostics } = parseSigma([{ path: 'r.yml', text: ruleText(detection) }], options);
  return diagnostics.map(
    ({ place, severity, code, message }) => `${place.line}:${place.column} ${severity} ${code}: ${message}`,
  );
}
