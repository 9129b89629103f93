import type { TransactionState } from '../transaction/state.ts';
import type { VariableReading } from './definition.ts';
import { single } from './single.ts';

function clock(name: string, read: (date: Date) => string): VariableReading {
  return single(name, 'request', (state: TransactionState) => read(new Date(state.input.nowMs)));
}

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** When the transaction began, in UTC, and how it is called. */
export const TIME_VARIABLES = {
  /** Description: hour, minute and second in UTC, for example `14:05:09`. */
  TIME: clock('TIME', (date) => date.toISOString().slice(11, 19)),
  /** Description: day of the month in UTC, `01` to `31`. */
  TIME_DAY: clock('TIME_DAY', (date) => twoDigits(date.getUTCDate())),
  /** Description: seconds since 1970. */
  TIME_EPOCH: clock('TIME_EPOCH', (date) => String(Math.floor(date.getTime() / 1000))),
  /** Description: hour in UTC, `00` to `23`. */
  TIME_HOUR: clock('TIME_HOUR', (date) => twoDigits(date.getUTCHours())),
  /** Description: minute, `00` to `59`. */
  TIME_MIN: clock('TIME_MIN', (date) => twoDigits(date.getUTCMinutes())),
  /** Description: month in UTC, `01` to `12`. */
  TIME_MON: clock('TIME_MON', (date) => twoDigits(date.getUTCMonth() + 1)),
  /** Description: second, `00` to `59`. */
  TIME_SEC: clock('TIME_SEC', (date) => twoDigits(date.getUTCSeconds())),
  /** Description: day of the week in UTC, 0 (Sunday) to 6. */
  TIME_WDAY: clock('TIME_WDAY', (date) => String(date.getUTCDay())),
  /** Description: year in UTC. */
  TIME_YEAR: clock('TIME_YEAR', (date) => String(date.getUTCFullYear())),
  /**
   * Description: milliseconds since the transaction began; the engine has no clock, so that it is always 0.
   */
  DURATION: single('DURATION', 'request', () => '0'),
  /** Description: the identifier that the caller gave the transaction. */
  UNIQUE_ID: single('UNIQUE_ID', 'request', ({ input }) => input.uniqueId),
  /** Description: the gravest severity of the rules that matched so far, 0 to 7; 255 where none has. */
  HIGHEST_SEVERITY: single('HIGHEST_SEVERITY', 'rule', (state) => String(state.highestSeverity)),
} satisfies Readonly<Record<string, VariableReading>>;
