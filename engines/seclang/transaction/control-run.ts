import { type Bits, hasBit } from '../compile/bits.ts';
import type { CompiledChain } from '../compile/compiled-chain.ts';
import { describeRecord, type MatchRecord } from './match-record.ts';
import { type Execution, runSafely } from './run-chain.ts';
import type { SettledState } from './settled-state.ts';
import type { TransactionState } from './state.ts';

/**
 * What a stretch of control rules comes to, from a settled state: since they look at nothing else, it is the same each
 * time.
 */
export interface ControlRun {
  /** The step that is next. */
  readonly next: number;
  /** That step is a rule whose first part is settled and matches; the rest of it is not, and is to be run. */
  readonly isMet: boolean;
  readonly settled: SettledState;
  readonly records: readonly MatchRecord[];
  /** What the last of them that began to match left behind; null where none did. */
  readonly left: Left | null;
}

interface Left {
  readonly rule: TransactionState['rule'];
  /** Null where only actions matched, which look at no variable. */
  readonly matched: TransactionState['matched'];
  readonly scoreAdded: number;
  /** The highest severity among them, which is the lowest number; Infinity where they have none. */
  readonly severity: number;
}

/** The rules of a phase, and which of them are control rules. */
export interface ControlSteps {
  readonly steps: readonly CompiledChain[];
  readonly control: Bits;
}

/** Runs the control rules from step `from` up to `end`, or does what they did the last time. */
export function runControl(
  { steps, control }: ControlSteps,
  { from, end }: { readonly from: number; readonly end: number },
  execution: Execution,
): ControlRun {
  const { state } = execution;
  const before = state.tx.settled;
  // Rules are numbered through all phases.
  const place = (steps[from]?.number ?? 0) * 65_536 + end;
  // Once a rule took away rules or targets, they do not do the same any more.
  const isAlike = state.removedRules === null && state.removedTargets === null;
  const kept = isAlike ? before.runOf(place) : undefined;
  if (kept !== undefined) {
    repeat(kept, state);
    return kept;
  }
  const { failure, rule, matched } = state;
  // What stays null was left alone by all of them.
  state.rule = null;
  state.matched = null;
  const records: MatchRecord[] = [];
  let at = from;
  let isMet = false;
  while (at < end) {
    const chain = hasBit(control, at) ? steps[at] : undefined;
    isMet = chain?.control === 'head' && chain.head.guard?.(state) === true;
    if (isMet) break;
    const record = chain?.control === 'whole' ? runSafely(chain, null, execution) : null;
    if (record !== null) records.push(record);
    at = record === null || chain === undefined ? at + 1 : chain.next;
  }
  const left = state.rule === null ? null : leftBehind(state, records);
  state.rule ??= rule;
  state.matched ??= matched;
  // The same in each transaction, and hence shown as the same objects.
  const shown = records.map((record) => ({ ...record, match: Object.freeze(describeRecord(record)) }));
  const run = { next: at, isMet, settled: state.tx.settled, records: shown, left };
  if (isAlike && state.failure === failure) before.keepRun(place, run);
  return run;
}

function leftBehind({ rule, matched, scoreAdded }: TransactionState, records: readonly MatchRecord[]): Left {
  const severity = Math.min(...records.map(({ chain }) => chain.node.severity ?? Number.POSITIVE_INFINITY));
  return { rule, matched, scoreAdded, severity };
}

function repeat({ settled, left }: ControlRun, state: TransactionState): void {
  state.tx.settled = settled;
  if (left === null) return;
  state.rule = left.rule;
  if (left.matched !== null) state.matched = left.matched;
  state.scoreAdded = left.scoreAdded;
  state.highestSeverity = Math.min(state.highestSeverity, left.severity);
}
