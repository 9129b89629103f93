import { numberOf } from '../value/number-text.ts';
import type { Draft, DraftValue } from './draft.ts';
import type { RuleReport } from './report.ts';

/** A field item with the modifiers of its key, after all of them were applied. */
interface ModifiedItem {
  /** Null for keywords. */
  readonly field: string | null;
  readonly modifiers: readonly string[];
  readonly draft: Draft;
  /** Offset of the key. */
  readonly at: number;
}

const DATE_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'];
/** What needs a field to look at, and so cannot stand with keywords. */
const FIELD_ONLY = [...DATE_PARTS, 'exists', 'fieldref', 'cidr', 'lt', 'lte', 'gt', 'gte'];

/** Reports modifiers that cannot stand together, or not with these values (modifiers appendix 2.1.0). */
export function checkCombination(item: ModifiedItem, report: RuleReport): void {
  const { field, modifiers, draft, at } = item;
  const refuse = (message: string, help: string) =>
    report.error({ code: 'sigma.bad-modifier', message, help }, at);
  if (draft.exists && modifiers.length > 1) {
    refuse(
      'exists cannot stand with other modifiers',
      'Write `field|exists: true` or `field|exists: false`.',
    );
  }
  if (draft.cased && draft.flags.ignoreCase) {
    refuse('cased and i contradict each other', 'Regular expressions are case-sensitive without i.');
  }
  if (modifiers.filter((name) => DATE_PARTS.includes(name)).length > 1) {
    refuse('Only one part of a date can be taken', 'Write one item for each part.');
  }
  const fieldOnly = modifiers.find((name) => FIELD_ONLY.includes(name));
  if (field === null && fieldOnly !== undefined) {
    refuse(`${fieldOnly} needs a field`, 'Keywords are looked for in every value of the event.');
  }
  if (draft.datePart !== null)
    draft.values = draft.values.map((forms) => forms.map((value) => numeric(value, report)));
  if (modifiers.includes('all') && draft.values.length === 1) warnSingle(item, report);
}

/** Parts of dates are numbers, so only numbers can be compared with them. */
function numeric(value: DraftValue, report: RuleReport): DraftValue {
  if (value.kind === 'number') return value;
  if (value.kind === 'test' && value.test.kind === 'compare') return value;
  const number = value.kind === 'raw' ? numberOf(value.text) : null;
  if (value.kind === 'raw' && number !== null) {
    return { kind: 'number', value: number, source: value.text, at: value.at };
  }
  const help = 'Give the number, or compare with lt, lte, gt or gte and a number.';
  report.error({ code: 'sigma.bad-value', message: 'A part of a date is a number', help }, value.at);
  return value;
}

/** "Single item values are not allowed to have an `all` modifier", yet it changes nothing. */
function warnSingle({ at }: ModifiedItem, report: RuleReport): void {
  const help = 'Remove all, or give a list of at least two values.';
  const message = 'all stands with a single value';
  report.warn({ code: 'sigma.bad-modifier', message, help }, at);
}
