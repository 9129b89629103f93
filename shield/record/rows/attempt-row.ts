import {
  type Attempt,
  type Outcome,
  type RsitClass,
  type Severity,
  severityRank,
} from '../../model/index.ts';
import { timeParameter } from '../statement.ts';
import { type Row, readFlag, readJson, readNumber, readNumbers, readText, readTexts } from './read-row.ts';
import { type Stamp, sharedColumns, wellFormed } from './write-row.ts';

/** Columns of table `attempts`: the whole attempt as of now. */
export function attemptRow(attempt: Attempt, stamp: Stamp): Row {
  return {
    id: attempt.id.toWellFormed(),
    actor_kind: attempt.actor.kind,
    actor_value: attempt.actor.value.toWellFormed(),
    service: attempt.service.toWellFormed(),
    rsit: attempt.rsit,
    origin: attempt.origin,
    first_ms: timeParameter(attempt.firstMs),
    last_ms: timeParameter(attempt.lastMs),
    state: attempt.state,
    outcome: attempt.outcome,
    severity: attempt.severity,
    severity_rank: severityRank(attempt.severity),
    signal_count: attempt.signalCount,
    event_count: attempt.eventCount,
    blocked_count: attempt.blockedCount,
    rule_ids: attempt.rules.map((rule) => rule.id.toWellFormed()),
    rule_titles: attempt.rules.map((rule) => rule.title.toWellFormed()),
    rule_counts: attempt.rules.map((rule) => rule.count),
    techniques: wellFormed(attempt.techniques),
    event_ids: wellFormed(attempt.eventIds),
    receipt_ids: wellFormed(attempt.receiptIds),
    simulated: attempt.simulated,
    ...sharedColumns(attempt, stamp),
  };
}

function readRules(row: Row): Attempt['rules'] {
  const titles = readTexts(row, 'rule_titles');
  const counts = readNumbers(row, 'rule_counts');
  return readTexts(row, 'rule_ids').map((id, index) => ({
    id,
    title: titles[index] ?? '',
    count: counts[index] ?? 0,
  }));
}

/** Throws StoreError `damaged` when the row is not one that `attemptRow` wrote. */
export function parseAttemptRow(row: Row): Attempt {
  if (readText(row, 'exact') !== '') return readJson(row, 'exact') as Attempt;
  return {
    id: readText(row, 'id'),
    actor: {
      kind: readText(row, 'actor_kind') as Attempt['actor']['kind'],
      value: readText(row, 'actor_value'),
    },
    service: readText(row, 'service'),
    rsit: readText(row, 'rsit') as RsitClass,
    origin: readText(row, 'origin') as Attempt['origin'],
    firstMs: readNumber(row, 'first_ms'),
    lastMs: readNumber(row, 'last_ms'),
    state: readText(row, 'state') as Attempt['state'],
    outcome: readText(row, 'outcome') as Outcome,
    severity: readText(row, 'severity') as Severity,
    signalCount: readNumber(row, 'signal_count'),
    eventCount: readNumber(row, 'event_count'),
    blockedCount: readNumber(row, 'blocked_count'),
    rules: readRules(row),
    techniques: readTexts(row, 'techniques'),
    eventIds: readTexts(row, 'event_ids'),
    receiptIds: readTexts(row, 'receipt_ids'),
    simulated: readFlag(row, 'simulated'),
  };
}
