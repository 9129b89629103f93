import type { TimeRange } from '../../ports/index.ts';
import { limitParameter, type Statement, textParameter, timeParameter } from '../statement.ts';

/** Most incidents in one answer. */
export const INCIDENTS_LIMIT = 10_000;

/** Incidents by their latest activity, latest first. */
export function incidentsStatement(range: TimeRange, limit: number): Statement {
  return {
    sql: `SELECT * FROM incidents FINAL WHERE last_ms >= {since:Int64} AND last_ms < {until:Int64}
ORDER BY last_ms DESC, id DESC LIMIT {limit:UInt32}`,
    params: {
      since: timeParameter(range.sinceMs),
      until: timeParameter(range.untilMs),
      limit: limitParameter(limit, INCIDENTS_LIMIT),
    },
  };
}

/** Asks for one incident in its latest state. Throws `StoreError` `rejected` for an overlong id. */
export function incidentStatement(id: string): Statement {
  return {
    sql: 'SELECT * FROM incidents FINAL WHERE id = {id:String} LIMIT 1',
    params: { id: textParameter('the identifier', id) },
  };
}
