import type { TransactionState } from '../transaction/state.ts';
import type { VariableDefinition } from './definition.ts';
import { single } from './single.ts';

function clock(name: string, read: (date: Date) => string): VariableDefinition {
  return single(name, 'request', (state: TransactionState) => read(new Date(state.input.nowMs)));
}

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** When the transaction began, in UTC, and how it is called. */
export const TIME_VARIABLES = {
  TIME: clock('TIME', (date) => date.toISOString().slice(11, 19)),
  TIME_DAY: clock('TIME_DAY', (date) => twoDigits(date.getUTCDate())),
  TIME_EPOCH: clock('TIME_EPOCH', (date) => String(Math.floor(date.getTime() / 1000))),
  TIME_HOUR: clock('TIME_HOUR', (date) => twoDigits(date.getUTCHours())),
  TIME_MIN: clock('TIME_MIN', (date) => twoDigits(date.getUTCMinutes())),
  TIME_MON: clock('TIME_MON', (date) => twoDigits(date.getUTCMonth() + 1)),
  TIME_SEC: clock('TIME_SEC', (date) => twoDigits(date.getUTCSeconds())),
  TIME_WDAY: clock('TIME_WDAY', (date) => String(date.getUTCDay())),
  TIME_YEAR: clock('TIME_YEAR', (date) => String(date.getUTCFullYear())),
  /** Milliseconds since the transaction began; the engine has no clock, so that it is always 0. */
  DURATION: single('DURATION', 'request', () => '0'),
  UNIQUE_ID: single('UNIQUE_ID', 'request', ({ input }) => input.uniqueId),
  HIGHEST_SEVERITY: single('HIGHEST_SEVERITY', 'rule', (state) => String(state.highestSeverity)),
} satisfies Readonly<Record<string, VariableDefinition>>;
