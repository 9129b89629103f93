import {
  type ActorKey,
  type Incident,
  type RsitClass,
  type Severity,
  severityRank,
} from '../../model/index.ts';
import { timeParameter } from '../statement.ts';
import { type Row, readFlag, readJson, readNumber, readText, readTexts } from './read-row.ts';
import { type Stamp, sharedColumns, wellFormed } from './write-row.ts';

/** Columns of table `incidents`: the whole incident as of now. */
export function incidentRow(incident: Incident, stamp: Stamp): Row {
  return {
    id: incident.id.toWellFormed(),
    title: incident.title.toWellFormed(),
    state: incident.state,
    severity: incident.severity,
    severity_rank: severityRank(incident.severity),
    classes: incident.classes,
    actor_kinds: incident.actors.map((actor) => actor.kind),
    actor_values: incident.actors.map((actor) => actor.value.toWellFormed()),
    services: wellFormed(incident.services),
    first_ms: timeParameter(incident.firstMs),
    last_ms: timeParameter(incident.lastMs),
    attempt_ids: wellFormed(incident.attemptIds),
    techniques: wellFormed(incident.techniques),
    links: wellFormed(incident.links),
    simulated: incident.simulated,
    ...sharedColumns(incident, stamp),
  };
}

function readActors(row: Row): readonly ActorKey[] {
  const values = readTexts(row, 'actor_values');
  return readTexts(row, 'actor_kinds').map((kind, index) => ({
    kind: kind as ActorKey['kind'],
    value: values[index] ?? '',
  }));
}

/** Throws StoreError `damaged` when the row is not one that `incidentRow` wrote. */
export function parseIncidentRow(row: Row): Incident {
  if (readText(row, 'exact') !== '') return readJson(row, 'exact') as Incident;
  return {
    id: readText(row, 'id'),
    title: readText(row, 'title'),
    state: readText(row, 'state') as Incident['state'],
    severity: readText(row, 'severity') as Severity,
    classes: readTexts(row, 'classes') as readonly RsitClass[],
    actors: readActors(row),
    services: readTexts(row, 'services'),
    firstMs: readNumber(row, 'first_ms'),
    lastMs: readNumber(row, 'last_ms'),
    attemptIds: readTexts(row, 'attempt_ids'),
    techniques: readTexts(row, 'techniques'),
    links: readTexts(row, 'links'),
    simulated: readFlag(row, 'simulated'),
  };
}
