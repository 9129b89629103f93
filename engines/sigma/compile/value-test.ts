import type { CompareTest, FieldRefTest, StringTest, ValueTest } from '../ast/value-test.ts';
import { compileRegex } from '../regex/matcher.ts';
import { asciiLower } from '../value/ascii-case.ts';
import { rangeHolds } from '../value/cidr.ts';
import { numberOf } from '../value/number-text.ts';
import type { EventView } from './event-view.ts';
import type { FieldSlot } from './field-slot.ts';
import { LiteralIndex } from './literal-index.ts';
import { shapeOf, shapeTest } from './string-test.ts';

/** A compiled test: whether any value in the slot answers it. */
export type SlotTest = (slot: FieldSlot) => boolean;

/** A test over the values of one field; a list fits where one of its items does. */
export function compileTest(test: ValueTest, view: EventView): SlotTest {
  switch (test.kind) {
    case 'string':
      return compileString(test);
    case 'number':
      return anyText((text) => numberOf(text) === test.value);
    case 'boolean': {
      const wanted = String(test.value);
      return (slot) => slot.texts.some((_, index) => slot.lower(index) === wanted);
    }
    case 'null':
      return (slot) => slot.nullish;
    case 'regex': {
      const matcher = compileRegex(test);
      return anyText((text) => matcher.matches(text));
    }
    case 'cidr':
      return anyText((text) => rangeHolds(test.range, text));
    case 'compare':
      return compileCompare(test);
    case 'field-ref':
      return compileFieldRef(test, view);
    case 'any-of':
      return compileAny(test.tests, view);
  }
}

/** From so many texts on it is quicker to look for all of them in one pass than for one after the other. */
const ONE_PASS_FROM = 6;

/** Values of which such a search remembers what it came to, and how long they may be: many come again and again. */
const KNOWN_LIMIT = 256;
const KNOWN_CHARACTERS = 256;

/** Tests linked by or; whole texts among them become one look-up, and many parts of texts one search. */
export function compileAny(tests: readonly ValueTest[], view: EventView): SlotTest {
  const equal = new Set<string>();
  const parts = new Set<string>();
  const compiled: SlotTest[] = [];
  for (const test of tests) {
    const shape = test.kind === 'string' && !test.cased ? shapeOf(test) : null;
    if (shape?.kind === 'equals') equal.add(shape.text);
    else if (shape?.kind === 'contains') parts.add(shape.text);
    else compiled.push(compileTest(test, view));
  }
  const [only] = equal;
  if (equal.size === 1 && only !== undefined) compiled.unshift(lowerTest((text) => text === only));
  else if (equal.size > 1) compiled.unshift(lowerTest((text) => equal.has(text)));
  if (parts.size >= ONE_PASS_FROM) compiled.push(lowerTest(containsAny(parts)));
  else for (const text of parts) compiled.push(lowerTest((value) => value.includes(text)));
  return joinTests(compiled);
}

function containsAny(texts: ReadonlySet<string>): (value: string) => boolean {
  const index = new LiteralIndex(new Map([...texts].map((text) => [text, []])));
  const known = new Map<string, boolean>();
  let search = 0;
  let isFound = false;
  const found = () => {
    isFound = true;
  };
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    search += 1;
    isFound = false;
    index.scan(value, search, found);
    if (known.size >= KNOWN_LIMIT) known.clear();
    if (value.length <= KNOWN_CHARACTERS) known.set(value, isFound);
    return isFound;
  };
}

function joinTests(tests: readonly SlotTest[]): SlotTest {
  const [first] = tests;
  if (tests.length === 1 && first !== undefined) return first;
  return (slot) => {
    for (const test of tests) if (test(slot)) return true;
    return false;
  };
}

function compileString(test: StringTest): SlotTest {
  const holds = shapeTest(shapeOf(test));
  return test.cased ? anyText(holds) : lowerTest(holds);
}

function lowerTest(holds: (text: string) => boolean): SlotTest {
  return (slot) => {
    const { length } = slot.texts;
    for (let index = 0; index < length; index += 1) if (holds(slot.lower(index))) return true;
    return false;
  };
}

function anyText(holds: (text: string) => boolean): SlotTest {
  return (slot) => {
    for (const text of slot.texts) if (holds(text)) return true;
    return false;
  };
}

const COMPARISONS = {
  lt: (number, value) => number < value,
  lte: (number, value) => number <= value,
  gt: (number, value) => number > value,
  gte: (number, value) => number >= value,
} as const satisfies Record<CompareTest['comparison'], (number: number, value: number) => boolean>;

function compileCompare(test: CompareTest): SlotTest {
  const compares = COMPARISONS[test.comparison];
  return anyText((text) => {
    const number = numberOf(text);
    return number !== null && compares(number, test.value);
  });
}

const PLACES = {
  equal: (text, other) => text === other,
  contains: (text, other) => text.includes(other),
  startswith: (text, other) => text.startsWith(other),
  endswith: (text, other) => text.endsWith(other),
} as const satisfies Record<FieldRefTest['place'], (text: string, other: string) => boolean>;

function compileFieldRef(test: FieldRefTest, view: EventView): SlotTest {
  const other = view.slotOf(test.field);
  const fits = PLACES[test.place];
  const fold = test.cased ? (text: string) => text : asciiLower;
  return (slot) => {
    const others = view.slot(other).texts;
    return slot.texts.some((text) => others.some((value) => fits(fold(text), fold(value))));
  };
}
