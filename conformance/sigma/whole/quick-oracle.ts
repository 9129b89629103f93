import type { SigmaEvent, SigmaLogSource } from '@dejfa/sigma';
import type { Condition } from '../../../engines/sigma/ast/condition.ts';
import type { Detection, FieldItem } from '../../../engines/sigma/ast/detection.ts';
import type { Rule } from '../../../engines/sigma/ast/rule.ts';
import { detectionHolds, logsourceFits } from '../../../engines/sigma/oracle/evaluate.ts';
import { allValues, fieldValues } from '../../../engines/sigma/oracle/event-values.ts';
import { fieldRefsOf, QuickTests } from './quick-tests.ts';

/** Answers that are kept of one item; past it they are asked for anew. */
const MEMORY_LIMIT = 20_000;

/** A map, or keywords; `exists` is asked of the oracle each time. */
type Item = FieldItem;

/**
 * The oracle, asked once for each field item and the values that it looks at: recordings repeat themselves, and an item
 * sees nothing else of an event. Conditions are gone through anew for every event. `whole.test.ts` holds it against the
 * oracle itself.
 */
export class QuickOracle {
  readonly #rules: readonly Rule[];
  readonly #rulesFor = new Map<string, readonly Rule[]>();
  readonly #answers = new Map<Item, Map<string, boolean>>();
  readonly #fieldsOf = new Map<Item, readonly string[]>();
  readonly #tests = new QuickTests();

  constructor(rules: readonly Rule[]) {
    this.#rules = rules;
  }

  /** Identifiers of the rules that match, in the order in which they were loaded. */
  evaluate(event: SigmaEvent): readonly string[] {
    const seen = new SeenValues(event);
    const sources = [event.logsource, ...(event.furtherLogsources ?? [])];
    return this.#fitting(sources)
      .filter((rule) => this.#condition(rule.condition, rule, seen))
      .map(({ info }) => info.id);
  }

  #fitting(sources: readonly SigmaLogSource[]): readonly Rule[] {
    const key = JSON.stringify(sources);
    const known = this.#rulesFor.get(key);
    if (known !== undefined) return known;
    const rules = this.#rules.filter(({ info }) =>
      sources.some((source) => logsourceFits(info.logsource, source)),
    );
    this.#rulesFor.set(key, rules);
    return rules;
  }

  #condition(condition: Condition, rule: Rule, seen: SeenValues): boolean {
    switch (condition.kind) {
      case 'and':
        return condition.parts.every((part) => this.#condition(part, rule, seen));
      case 'or':
        return condition.parts.some((part) => this.#condition(part, rule, seen));
      case 'not':
        return !this.#condition(condition.part, rule, seen);
      case 'detection': {
        const detection = rule.detections.get(condition.name);
        return detection !== undefined && this.#detection(detection, seen);
      }
    }
  }

  #detection(detection: Detection, seen: SeenValues): boolean {
    switch (detection.kind) {
      case 'and':
        return detection.parts.every((part) => this.#detection(part, seen));
      case 'or':
        return detection.parts.some((part) => this.#detection(part, seen));
      case 'exists':
        return detectionHolds(detection, seen.event);
      case 'field':
        return detection.field === null ? this.#keywords(detection, seen) : this.#item(detection, seen);
    }
  }

  #item(item: Item, seen: SeenValues): boolean {
    let fields = this.#fieldsOf.get(item);
    if (fields === undefined) {
      fields = [item.field ?? '', ...fieldRefsOf(item.tests)];
      this.#fieldsOf.set(item, fields);
    }
    const key = fields.map((field) => seen.keyOf(field)).join('\0');
    let answers = this.#answers.get(item);
    if (answers === undefined || answers.size > MEMORY_LIMIT) {
      answers = new Map();
      this.#answers.set(item, answers);
    }
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = this.#tests.itemHolds(item, fieldValues(seen.event, item.field ?? ''), seen.event);
      answers.set(key, answer);
    }
    return answer;
  }

  /** Most values of an event were in one before it, but seldom all of them. */
  #keywords(item: Item, seen: SeenValues): boolean {
    return this.#tests.itemHolds(item, seen.all(), seen.event);
  }
}

/** Values of one event, each field read once. */
class SeenValues {
  readonly event: SigmaEvent;
  readonly #keys = new Map<string, string>();
  #all: ReturnType<typeof allValues> | null = null;

  constructor(event: SigmaEvent) {
    this.event = event;
  }

  keyOf(field: string): string {
    let key = this.#keys.get(field);
    if (key === undefined) {
      key = JSON.stringify(fieldValues(this.event, field));
      this.#keys.set(field, key);
    }
    return key;
  }

  all(): ReturnType<typeof allValues> {
    this.#all ??= allValues(this.event);
    return this.#all;
  }
}
