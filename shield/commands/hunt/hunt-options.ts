import { availableParallelism } from 'node:os';
import type { Severity } from '../../model/index.ts';
import { SEVERITIES } from '../../model/index.ts';
import type { CommandContext } from '../context.ts';
import { flagOption, type Invocation, listOption, textOption } from '../definition.ts';
import { UserError } from '../user-error.ts';
import { readExclusions } from './exclusions.ts';
import { parseTimeBound } from './time-bound.ts';

/** What was asked for, checked. */
export interface HuntOptions {
  readonly level: Severity;
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  readonly zoneOffsetMinutes: number;
  readonly excluded: readonly string[];
  readonly threads: number;
  readonly output: 'text' | 'json' | 'csv';
  /** Where the report is written; null for none. */
  readonly htmlPath: string | null;
  readonly allEpisodes: boolean;
  readonly coverage: boolean;
}

/** More threads than this are limited by memory rather than by cores: each holds all rules. */
const THREADS_LIMIT = 64;

/** Reads the options of `dejfa hunt`; throws `UserError` for those that cannot be. */
export async function huntOptions(context: CommandContext, invocation: Invocation): Promise<HuntOptions> {
  const zoneOffsetMinutes = await offsetOf(invocation);
  const clock = { nowMs: context.clock.nowMs(), zoneOffsetMinutes };
  const boundOf = (name: string) => {
    const text = textOption(invocation, name);
    return text === null ? null : parseTimeBound(text, clock);
  };
  const [sinceMs, untilMs] = [boundOf('since'), boundOf('until')];
  if (sinceMs !== null && untilMs !== null && sinceMs >= untilMs)
    throw new UserError('--since is not before --until', 'nothing can lie between them: change one');
  const [json, csv] = [flagOption(invocation, 'json'), flagOption(invocation, 'csv')];
  if (json && csv) throw new UserError('--json and --csv are two outputs', 'leave one of them out');
  const level = textOption(invocation, 'level');
  return {
    level: SEVERITIES.find((name) => name === level) ?? 'informational',
    sinceMs,
    untilMs,
    zoneOffsetMinutes,
    excluded: await readExclusions(context, listOption(invocation, 'exclude')),
    threads: threadsOf(invocation),
    output: json ? 'json' : csv ? 'csv' : 'text',
    htmlPath: textOption(invocation, 'html'),
    allEpisodes: flagOption(invocation, 'timeline'),
    coverage: flagOption(invocation, 'coverage'),
  };
}

async function offsetOf(invocation: Invocation): Promise<number> {
  const { parseUtcOffset } = await import('../../config/index.ts');
  const text = textOption(invocation, 'utcOffset') ?? 'Z';
  const minutes = parseUtcOffset(text);
  if (minutes === null)
    throw new UserError(`${text} is not an offset from UTC`, 'write it as +03:30, -05:00 or Z');
  return minutes;
}

function threadsOf(invocation: Invocation): number {
  const text = textOption(invocation, 'threads');
  if (text === null) return Math.min(8, availableParallelism());
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= THREADS_LIMIT) return count;
  throw new UserError(`${text} is no number of threads`, `give 1 to ${THREADS_LIMIT}`);
}
