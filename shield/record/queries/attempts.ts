import { severityRank } from '../../model/index.ts';
import type { AttemptFilter } from '../../ports/index.ts';
import {
  limitParameter,
  type Parameters,
  type Statement,
  textParameter,
  timeParameter,
} from '../statement.ts';

/** Most attempts in one answer; more is asked for page by page. */
export const ATTEMPTS_LIMIT = 10_000;

/** One condition and the parameters that it binds. */
interface Condition {
  readonly sql: string;
  readonly params: Parameters;
}

const TEXT_SQL = `(positionCaseInsensitiveUTF8(actor_value, {text:String}) > 0
  OR arrayExists(id -> positionCaseInsensitiveUTF8(id, {text:String}) > 0, rule_ids)
  OR arrayExists(title -> positionCaseInsensitiveUTF8(title, {text:String}) > 0, rule_titles)
  OR arrayExists(technique -> positionCaseInsensitiveUTF8(technique, {text:String}) > 0, techniques))`;

function equals(column: string, value: string | undefined): readonly Condition[] {
  if (value === undefined) return [];
  return [{ sql: `${column} = {${column}:String}`, params: { [column]: textParameter(column, value) } }];
}

function conditions(filter: AttemptFilter): readonly Condition[] {
  const { minSeverity, text, before } = filter;
  return [
    {
      sql: 'last_ms >= {since:Int64} AND last_ms < {until:Int64}',
      params: { since: timeParameter(filter.sinceMs), until: timeParameter(filter.untilMs) },
    },
    ...equals('service', filter.service),
    ...equals('rsit', filter.rsit),
    ...equals('outcome', filter.outcome),
    ...equals('origin', filter.origin),
    ...(minSeverity === undefined
      ? []
      : [{ sql: 'severity_rank >= {rank:Int8}', params: { rank: severityRank(minSeverity) } }]),
    ...(text === undefined || text === ''
      ? []
      : [{ sql: TEXT_SQL, params: { text: textParameter('the search text', text) } }]),
    ...(before === undefined
      ? []
      : [
          {
            sql: '(last_ms < {beforeMs:Int64} OR (last_ms = {beforeMs:Int64} AND id < {beforeId:String}))',
            params: {
              beforeMs: timeParameter(before.lastMs),
              beforeId: textParameter('the page mark', before.id),
            },
          },
        ]),
  ];
}

/** Attempts by filter, latest activity first, then by id downwards. Throws StoreError `rejected` for overlong texts. */
export function attemptsStatement(filter: AttemptFilter): Statement {
  const all = conditions(filter);
  return {
    sql: `SELECT * FROM attempts FINAL
WHERE ${all.map((condition) => condition.sql).join('\n  AND ')}
ORDER BY last_ms DESC, id DESC LIMIT {limit:UInt32}`,
    params: Object.assign(
      { limit: limitParameter(filter.limit, ATTEMPTS_LIMIT) },
      ...all.map((condition) => condition.params),
    ),
  };
}

/** Asks for one attempt in its latest state. Throws `StoreError` `rejected` for an overlong id. */
export function attemptStatement(id: string): Statement {
  return {
    sql: 'SELECT * FROM attempts FINAL WHERE id = {id:String} LIMIT 1',
    params: { id: textParameter('the attempt id', id) },
  };
}
