import type { Condition } from '../ast/condition.ts';
import type { Detection, FieldItem } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import type { StringTest, ValueTest } from '../ast/value-test.ts';
import { parseRegex } from '../regex/parse.ts';
import { requiredLiterals } from '../regex/required-literal.ts';
import { asciiLower } from '../value/ascii-case.ts';
import { shapeOf } from './string-test.ts';

/** Something about one field that a rule cannot match without; texts are in lower case. */
export type Atom =
  /** A value of the field contains this text. */
  | { readonly kind: 'contains'; readonly field: string | null; readonly text: string }
  /** A value of the field begins, or ends, with this text. */
  | { readonly kind: 'startswith' | 'endswith'; readonly field: string | null; readonly text: string }
  /** A value of the field is this text. */
  | { readonly kind: 'equals'; readonly field: string | null; readonly text: string }
  /** A value of the field is this number, or its text in decimal. */
  | { readonly kind: 'number'; readonly field: string | null; readonly value: number }
  /** The field has a value that is not null. */
  | { readonly kind: 'present'; readonly field: string };

/** At least one of these holds whenever the rule matches. */
export type Clause = readonly Atom[];

/** Of the clauses of a rule the one that the fewest events fulfil, as far as its looks tell; null when it has none. */
export function requirementOf([clause]: readonly Clause[]): Clause | null {
  return clause === undefined || clause.some((atom) => atom.kind === 'present') ? null : clause;
}

/** All clauses that a rule makes necessary, those that the fewest events fulfil first. */
export function clausesOf(rule: Rule): readonly Clause[] {
  const clauses = fromCondition(rule.condition, rule);
  if (clauses.length < 2) return clauses;
  const valued = clauses.map((clause) => ({ clause, worth: worth(clause) }));
  return valued.sort((a, b) => b.worth - a.worth).map(({ clause }) => clause);
}

function fromCondition(condition: Condition, rule: Rule): readonly Clause[] {
  switch (condition.kind) {
    case 'not':
      return [];
    case 'and':
      return condition.parts.flatMap((part) => fromCondition(part, rule));
    case 'or':
      return eitherOf(condition.parts.map((part) => fromCondition(part, rule)));
    case 'detection': {
      const detection = rule.detections.get(condition.name);
      return detection === undefined ? [] : fromDetection(detection);
    }
  }
}

function fromDetection(detection: Detection): readonly Clause[] {
  switch (detection.kind) {
    case 'exists':
      return [];
    case 'and':
      return detection.parts.flatMap(fromDetection);
    case 'or':
      return eitherOf(detection.parts.map(fromDetection));
    case 'field':
      return clausesOfItem(detection);
  }
}

/** What a field item makes necessary: one clause, or one for each value under `all`. */
export function clausesOfItem(item: FieldItem): readonly Clause[] {
  if (item.negated || item.datePart !== null) return [];
  const clauses = item.tests.map((test) => atomsOf(test, item.field));
  if (item.link === 'all') return clauses.filter((clause) => clause.length > 0);
  return clauses.every((clause) => clause.length > 0) ? [clauses.flat()] : [];
}

/** Nothing is necessary for a choice unless something is for each of its branches. */
function eitherOf(branches: readonly (readonly Clause[])[]): readonly Clause[] {
  const chosen = branches.map(best);
  const clauses = chosen.filter((clause) => clause !== null);
  return clauses.length === chosen.length ? [clauses.flat()] : [];
}

/** What a test makes necessary; empty when that is nothing that can be looked up. */
function atomsOf(test: ValueTest, field: string | null): Clause {
  switch (test.kind) {
    case 'number':
      return [{ kind: 'number', field, value: test.value }];
    case 'string':
      return fromString(test, field);
    case 'any-of': {
      const clauses = test.tests.map((inner) => atomsOf(inner, field));
      return clauses.every((clause) => clause.length > 0) ? clauses.flat() : [];
    }
    case 'regex': {
      const literals = requiredLiterals(parseRegex(test)) ?? [];
      if (literals.length === 0) return presence(field);
      return literals.map((text) => ({ kind: 'contains', field, text }));
    }
    case 'boolean':
      return [{ kind: 'equals', field, text: String(test.value) }];
    case 'null':
      return [];
    default:
      return presence(field);
  }
}

function presence(field: string | null): Clause {
  return field === null ? [] : [{ kind: 'present', field }];
}

function fromString(test: StringTest, field: string | null): Clause {
  const shape = shapeOf(test);
  if (shape.kind === 'equals') return [{ kind: 'equals', field, text: asciiLower(shape.text) }];
  const { tokens } = test.pattern;
  let longest = '';
  let place = -1;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'text' || token.text.length <= longest.length) continue;
    longest = token.text;
    place = index;
  }
  if (place === -1) return presence(field);
  const kind = place === 0 ? 'startswith' : place === tokens.length - 1 ? 'endswith' : 'contains';
  return [{ kind, field, text: asciiLower(longest) }];
}

function best(clauses: readonly Clause[]): Clause | null {
  let chosen: Clause | null = null;
  for (const clause of clauses) {
    if (chosen === null || worth(clause) > worth(chosen)) chosen = clause;
  }
  return chosen;
}

/** Long texts are rare, and so are few of them; searching every value for keywords costs more than one field. */
function worth(clause: Clause): number {
  const least = Math.min(...clause.map(atomWorth));
  return least - Math.log2(clause.length) / 2;
}

/** Stretches of values that are met so often that looking for them, or a part of them, leaves most events. */
const COMMON = [
  'c:\\windows\\system32\\windowspowershell\\v1.0\\powershell.exe',
  'c:\\windows\\syswow64\\',
  'c:\\windows\\system32\\cmd.exe',
  'c:\\windows\\system32\\svchost.exe',
  'c:\\program files (x86)\\',
  'c:\\users\\',
  '\\appdata\\local\\temp\\',
  'hklm\\system\\currentcontrolset\\services\\',
  'hklm\\software\\microsoft\\windows nt\\currentversion\\',
  'nt authority\\system',
  'microsoft corporation',
] as const;

/** Whole values that stand in nearly every record of their log source. */
const EVERYDAY: ReadonlySet<string> = new Set(['get', 'post']);

function atomWorth(atom: Atom): number {
  if (atom.kind === 'number') return 6;
  if (atom.kind === 'present') return -20;
  if (atom.kind === 'equals' && EVERYDAY.has(atom.text)) return -10;
  if (COMMON.some((text) => text.includes(atom.text))) return 1;
  const length = Math.min(atom.text.length, 14) + (atom.kind === 'equals' ? 3 : 0);
  return atom.field === null ? length - 3 : length;
}
