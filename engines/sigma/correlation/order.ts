import type { Condition } from '../ast/condition.ts';

/** What matters of an item for order: when it was, and the bits of the rules that it matched. */
export interface Step {
  readonly timeMs: number;
  readonly rules: number;
}

/**
 * Whether the wanted rules (bits) appear in their order, the lowest bit first, each by an item of its own. Items of
 * one instant stand in any order, because a log says no more. `steps` are sorted by time.
 */
export function appearInOrder(steps: readonly Step[], wanted: number): boolean {
  const rules = bitsOf(wanted);
  let reached = 0;
  for (let start = 0; start < steps.length && reached < rules.length; ) {
    const timeMs = steps[start]?.timeMs;
    let end = start + 1;
    while (steps[end]?.timeMs === timeMs) end += 1;
    reached += longestMatch(usefulSteps(steps.slice(start, end), rules), rules.slice(reached));
    start = end;
  }
  return reached === rules.length;
}

/** Of items that match the same rules no more than there are rules can be of use. */
function usefulSteps(steps: readonly Step[], rules: readonly number[]): readonly Step[] {
  const seen = new Map<number, number>();
  return steps.filter(({ rules: bits }) => {
    const count = seen.get(bits) ?? 0;
    seen.set(bits, count + 1);
    return count < rules.length;
  });
}

/** How many of the rules, from the first on, can each have an item of their own (augmenting paths). */
function longestMatch(steps: readonly Step[], rules: readonly number[]): number {
  const takenBy = new Array<number>(steps.length).fill(-1);
  const place = (rule: number, tried: Set<number>): boolean =>
    steps.some((step, index) => {
      if ((step.rules & (1 << (rules[rule] ?? 0))) === 0 || tried.has(index)) return false;
      tried.add(index);
      const holder = takenBy[index] ?? -1;
      if (holder !== -1 && !place(holder, tried)) return false;
      takenBy[index] = rule;
      return true;
    });
  let count = 0;
  while (count < rules.length && place(count, new Set())) count += 1;
  return count;
}

/** The most rules, of those given as bits, that appear in their order. */
export function longestOrder(steps: readonly Step[], occurring: number): number {
  let most = 0;
  for (let choice = occurring; choice > 0; choice = (choice - 1) & occurring) {
    const size = bitsOf(choice).length;
    if (size > most && appearInOrder(steps, choice)) most = size;
  }
  return most;
}

/**
 * Whether a condition holds for rules that occur. Where order counts, some choice of them must appear in its order and
 * make the condition true by itself; `not` is always about what occurs at all.
 */
export function occurrenceHolds(
  condition: Condition,
  occurring: number,
  ordered: readonly Step[] | null,
): boolean {
  if (!holds(condition, occurring, occurring) || ordered === null)
    return holds(condition, occurring, occurring);
  for (let choice = occurring; choice > 0; choice = (choice - 1) & occurring)
    if (holds(condition, choice, occurring) && appearInOrder(ordered, choice)) return true;
  return holds(condition, 0, occurring);
}

/** `chosen` is what counts for a rule, `occurring` what counts against one, under an odd number of `not`. */
function holds(condition: Condition, chosen: number, occurring: number): boolean {
  switch (condition.kind) {
    case 'detection':
      return (chosen & (1 << Number(condition.name))) !== 0;
    case 'not':
      return !holds(condition.part, occurring, chosen);
    case 'and':
      return condition.parts.every((part) => holds(part, chosen, occurring));
    case 'or':
      return condition.parts.some((part) => holds(part, chosen, occurring));
  }
}

/** Positions of the bits that are set, the lowest first. */
export function bitsOf(bits: number): readonly number[] {
  const found: number[] = [];
  for (let bit = 0; bit < 31; bit += 1) if ((bits & (1 << bit)) !== 0) found.push(bit);
  return found;
}
