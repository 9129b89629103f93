import { UserError } from '../user-error.ts';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

const DATE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * The time that `--since` or `--until` names, milliseconds since the epoch: a date, a date with a time (ISO 8601; in
 * the zone of `zoneOffsetMinutes` where it states none), or how long ago, `36h`. Throws `UserError` for anything else.
 */
export function parseTimeBound(
  text: string,
  clock: { readonly nowMs: number; readonly zoneOffsetMinutes: number },
): number {
  const ago = /^(\d{1,6})([mhdw])$/.exec(text);
  if (ago !== null) return clock.nowMs - Number(ago[1]) * UNIT_MS[ago[2] as keyof typeof UNIT_MS];
  const match = DATE.exec(text);
  const hasTime = /[T ]/.test(text);
  const zone = match?.[1];
  const bare = (zone === undefined ? text : text.slice(0, -zone.length)).replace(' ', 'T');
  const ms = match === null ? Number.NaN : Date.parse(`${bare}${hasTime ? '' : 'T00:00'}${zone ?? 'Z'}`);
  if (Number.isNaN(ms))
    throw new UserError(`${text} is no time`, 'write 2026-11-23, 2026-11-23T10:00, or how long ago: 36h, 7d');
  return zone === undefined ? ms - clock.zoneOffsetMinutes * 60_000 : ms;
}
