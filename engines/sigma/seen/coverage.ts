import type { SigmaLogSource } from '../api.ts';
import type { FieldNeed, RuleCoverage, RuleNeeds, RuleVerdict, SeenLogSource } from './coverage-data.ts';

const PARTS = ['product', 'category', 'service'] as const;

/**
 * Which rules can fire on input like what was seen, and why others cannot: no event was of the rule's log source, or
 * none had the fields without which the rule is never true. Values are not looked at: a rule that is possible may still
 * never fire. In the order of the rules.
 */
export function coverage(
  rules: readonly RuleNeeds[],
  seen: readonly SeenLogSource[],
): readonly RuleCoverage[] {
  const sources = seen.map((source) => ({ ...source, names: new Set(source.fields) }));
  return rules.map(({ need, ...rule }) => ({ ...rule, verdict: verdictOn(rule.logsource, need, sources) }));
}

type NamedSource = SeenLogSource & { readonly names: ReadonlySet<string> };

function verdictOn(wanted: SigmaLogSource, need: FieldNeed, sources: readonly NamedSource[]): RuleVerdict {
  const fitting = sources.filter(({ logsource }) => PARTS.every((part) => fits(wanted, logsource, part)));
  if (fitting.length === 0) return { kind: 'no-log-source', part: missingPart(wanted, sources) };
  const meeting = fitting.filter(({ names, more }) => more || isMet(need, names));
  if (meeting.length > 0) return { kind: 'possible', events: eventsOf(meeting) };
  const names = fitting.length === 1 ? fitting[0]?.names : new Set(fitting.flatMap(({ fields }) => fields));
  return { kind: 'no-field', events: eventsOf(fitting), missing: missingOf(need, names ?? new Set()) };
}

function eventsOf(sources: readonly NamedSource[]): number {
  return sources.reduce((sum, { events }) => sum + events, 0);
}

/** Log sources of rules are in lower case. */
function fits(wanted: SigmaLogSource, actual: SigmaLogSource, part: (typeof PARTS)[number]): boolean {
  return wanted[part] === undefined || wanted[part] === actual[part]?.toLowerCase();
}

function missingPart(wanted: SigmaLogSource, sources: readonly NamedSource[]): (typeof PARTS)[number] {
  let left = sources;
  for (const part of PARTS) {
    left = left.filter(({ logsource }) => fits(wanted, logsource, part));
    if (left.length === 0 && wanted[part] !== undefined) return part;
  }
  return PARTS.find((part) => wanted[part] !== undefined) ?? 'product';
}

function isMet(need: FieldNeed, names: ReadonlySet<string>): boolean {
  switch (need.kind) {
    case 'none':
      return true;
    case 'field':
      return names.has(need.name);
    case 'all':
      return need.parts.every((part) => isMet(part, names));
    case 'any':
      return need.parts.some((part) => isMet(part, names));
  }
}

/** Names without which the formula fails; where several log sources have a part each, all that it asks for. */
function missingOf(need: FieldNeed, names: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  collect(need, names, found);
  if (found.size === 0) collect(need, new Set(), found);
  return [...found].sort();
}

function collect(need: FieldNeed, names: ReadonlySet<string>, found: Set<string>): void {
  if (isMet(need, names)) return;
  if (need.kind === 'field') found.add(need.name);
  else if (need.kind !== 'none') for (const part of need.parts) collect(part, names, found);
}
