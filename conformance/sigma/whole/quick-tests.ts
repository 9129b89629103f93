import type { SigmaEvent } from '@dejfa/sigma';
import type { FieldItem } from '../../../engines/sigma/ast/detection.ts';
import type { RegexTest, StringTest, ValueTest } from '../../../engines/sigma/ast/value-test.ts';
import { detectionHolds } from '../../../engines/sigma/oracle/evaluate.ts';
import { fieldValues, type Scalar } from '../../../engines/sigma/oracle/event-values.ts';
import { testHolds } from '../../../engines/sigma/oracle/match-value.ts';
import { compileRegex } from '../../../engines/sigma/regex/matcher.ts';

type Values = readonly Scalar[] | null;

/** Lower-cased texts and answers that are kept at most. */
const MEMORY_LIMIT = 50_000;

/** Tests of the oracle, not asked where a text that the pattern needs is not in the value, and regular expressions compiled once. */
export class QuickTests {
  readonly #matchers = new Map<RegexTest, ReturnType<typeof compileRegex>>();
  readonly #needed = new Map<StringTest, readonly string[]>();
  readonly #lowered = new Map<string, string>();

  /** As the oracle has it for an item whose field has these values. */
  itemHolds(item: FieldItem, values: Values, event: SigmaEvent): boolean {
    if (item.datePart !== null) return detectionHolds(item, event);
    const holds = (test: ValueTest) => this.#holds(test, values, event);
    const result = item.link === 'all' ? item.tests.every(holds) : item.tests.some(holds);
    return result !== item.negated;
  }

  #holds(test: ValueTest, values: Values, event: SigmaEvent): boolean {
    if (test.kind === 'any-of') return test.tests.some((inner) => this.#holds(inner, values, event));
    const ask = (some: Values) => testHolds(test, some, (field) => fieldValues(event, field));
    if (test.kind === 'string') {
      const needed = this.#textsOf(test);
      return (values ?? []).some((value) => this.#hasAll(value, needed, test.cased) && ask([value]));
    }
    if (test.kind === 'regex') {
      const matcher = this.#matcherOf(test);
      return (values ?? []).some((value) => value !== null && matcher.matches(String(value)));
    }
    return ask(values);
  }

  #hasAll(value: Scalar, needed: readonly string[], cased: boolean): boolean {
    const text = cased ? String(value) : this.#lower(String(value));
    return needed.every((part) => text.includes(part));
  }

  #textsOf(test: StringTest): readonly string[] {
    let texts = this.#needed.get(test);
    if (texts === undefined) {
      texts = test.pattern.tokens.flatMap((token) => (token.kind === 'text' ? [token.text] : []));
      if (!test.cased) texts = texts.map(lower);
      this.#needed.set(test, texts);
    }
    return texts;
  }

  #lower(text: string): string {
    let lowered = this.#lowered.get(text);
    if (lowered === undefined) {
      lowered = lower(text);
      if (this.#lowered.size > MEMORY_LIMIT) this.#lowered.clear();
      this.#lowered.set(text, lowered);
    }
    return lowered;
  }

  #matcherOf(test: RegexTest): ReturnType<typeof compileRegex> {
    let matcher = this.#matchers.get(test);
    if (matcher === undefined) {
      matcher = compileRegex(test);
      this.#matchers.set(test, matcher);
    }
    return matcher;
  }
}

/** Fields whose values the tests compare with. */
export function fieldRefsOf(tests: readonly ValueTest[]): readonly string[] {
  return tests.flatMap((test) => {
    if (test.kind === 'any-of') return fieldRefsOf(test.tests);
    return test.kind === 'field-ref' ? [test.field] : [];
  });
}

/** A to Z only. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
