import {
  type MatchedPart,
  type RsitClass,
  type RuleRef,
  type Severity,
  type Signal,
  severityRank,
} from '../../model/index.ts';
import { timeParameter } from '../statement.ts';
import { type Row, readJson, readNumber, readText, readTextOrNull, readTexts } from './read-row.ts';
import { actorColumns, readActor, type Stamp, sharedColumns, wellFormed } from './write-row.ts';

/** Columns of table `signals`. */
export function signalRow(signal: Signal, stamp: Stamp): Row {
  return {
    id: signal.id.toWellFormed(),
    time_ms: timeParameter(signal.timeMs),
    event_id: signal.eventId.toWellFormed(),
    source: signal.source.toWellFormed(),
    service: signal.service?.toWellFormed() ?? null,
    host: signal.host?.toWellFormed() ?? null,
    ...actorColumns(signal.actor),
    rule_engine: signal.rule.engine,
    rule_id: signal.rule.id.toWellFormed(),
    rule_title: signal.rule.title.toWellFormed(),
    rule_pack: signal.rule.pack.toWellFormed(),
    severity: signal.severity,
    severity_rank: severityRank(signal.severity),
    rsit: signal.rsit,
    techniques: wellFormed(signal.techniques),
    message: signal.message.toWellFormed(),
    parts: JSON.stringify(signal.parts),
    score: Number.isFinite(signal.score) ? signal.score : 0,
    effect: signal.effect,
    ...sharedColumns(signal, stamp),
  };
}

/** Throws StoreError `damaged` when the row is not one that `signalRow` wrote. */
export function parseSignalRow(row: Row): Signal {
  if (readText(row, 'exact') !== '') return readJson(row, 'exact') as Signal;
  return {
    id: readText(row, 'id'),
    timeMs: readNumber(row, 'time_ms'),
    eventId: readText(row, 'event_id'),
    source: readText(row, 'source'),
    service: readTextOrNull(row, 'service'),
    host: readTextOrNull(row, 'host'),
    actor: readActor(row),
    rule: {
      engine: readText(row, 'rule_engine') as RuleRef['engine'],
      id: readText(row, 'rule_id'),
      title: readText(row, 'rule_title'),
      pack: readText(row, 'rule_pack'),
    },
    severity: readText(row, 'severity') as Severity,
    rsit: readText(row, 'rsit') as RsitClass,
    techniques: readTexts(row, 'techniques'),
    message: readText(row, 'message'),
    parts: readJson(row, 'parts') as readonly MatchedPart[],
    score: readNumber(row, 'score'),
    effect: readText(row, 'effect') as Signal['effect'],
  };
}
