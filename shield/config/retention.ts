import { z } from 'zod';
import { duration } from './duration.ts';

/** How long rows stay; older ones are dropped within a day. */
export const retentionSchema = z
  .strictObject({
    events: duration({ atLeast: '1h' }).prefault('14d').describe('Raw events'),
    signals: duration({ atLeast: '1h' }).prefault('90d').describe('Signals'),
    attempts: duration({ atLeast: '1h' })
      .prefault('400d')
      .describe('Attempts, incidents, decisions and receipts'),
  })
  .transform((r) => ({ eventsMs: r.events, signalsMs: r.signals, attemptsMs: r.attempts }))
  .meta({ expected: 'a section with events, signals and attempts' });
