import type { Candidate, EvidencePiece } from '../../model/index.ts';
import type { Assessor } from '../assess/assessor.ts';
import { formatGrade } from '../assess/trust.ts';
import { victimRecordOf } from './victim-record.ts';

/** References that are named for one use; the number of the others is said. */
const NAMED_REFERENCES = 2;

/** What was seen, as a person would say it: `T1190 Exploit Public-Facing Application`. */
export function findingText({ finding }: EvidencePiece): string {
  switch (finding.kind) {
    case 'technique':
      return `${finding.id} ${finding.name}`;
    case 'tool':
      return `${finding.name} (${finding.id})`;
    case 'infrastructure':
      return finding.value;
    case 'victim-sector':
      return `a victim in the sector ${finding.sector}`;
    case 'victim-country':
      return `a victim in ${finding.country}`;
    case 'working-hours':
      return 'the hours of activity';
  }
}

/** Why the piece speaks for the candidate or against it, and what that rests on. */
export function statePiece(
  assessor: Assessor,
  piece: EvidencePiece,
  candidate: Candidate,
): { readonly statement: string; readonly source: string } {
  const seen = `seen by ${piece.sources.map(({ name, grade }) => `${name} (${formatGrade(grade)})`).join(', ')}`;
  if (candidate.kind !== 'actor')
    return { statement: `${findingText(piece)}: ${generalText(assessor, piece)}`, source: seen };
  const { text, source } = specialText(assessor, piece, candidate);
  return {
    statement: `${findingText(piece)}: ${text}`,
    source: source === null ? seen : `${source}; ${seen}`,
  };
}

/** How common it is among the actors of the facts. */
function generalText({ profiles, knowledge }: Assessor, { finding }: EvidencePiece): string {
  if (finding.kind === 'technique' || finding.kind === 'tool') {
    const count = profiles.actorsOf[knowledge.incidence.itemPlaces.get(finding.id) ?? -1] ?? 0;
    const all = profiles.sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
    return `${count} of ${all} actors are reported to use it`;
  }
  return 'says nothing of an actor whom we do not know; what it says of others is set against that';
}

type Actor = Extract<Candidate, { kind: 'actor' }>;

function specialText(
  assessor: Assessor,
  piece: EvidencePiece,
  { id, name }: Actor,
): { readonly text: string; readonly source: string | null } {
  const { finding } = piece;
  const record = victimRecordOf(assessor.knowledge, id);
  const source = assessor.knowledge.victims.source;
  switch (finding.kind) {
    case 'technique':
    case 'tool':
      return useText(assessor, piece, { id, name });
    case 'infrastructure': {
      const own = finding.reported.filter(({ actor }) => actor === id).map(({ reference }) => reference);
      return own.length > 0
        ? { text: `filed under ${name}`, source: own.join(', ') }
        : { text: `not filed under ${name}`, source: null };
    }
    case 'victim-sector':
      return { text: listText(record?.sectors ?? [], finding.sector, name), source };
    case 'victim-country':
      return { text: listText(record?.countries ?? [], finding.country, name), source };
    case 'working-hours': {
      const origin = record?.origin ?? null;
      return {
        text:
          origin === null
            ? `it is not known where ${name} sits`
            : `set against 8 to 18 o'clock in ${origin}, where ${name} is supposed to sit`,
        source,
      };
    }
  }
}

function listText(list: readonly string[], value: string, name: string): string {
  if (list.length === 0) return `nothing is known of the victims of ${name}`;
  return list.includes(value)
    ? `among the ${list.length} that ${name} is reported to attack`
    : `not among the ${list.length} that ${name} is reported to attack`;
}

function useText(
  { profiles, knowledge: { incidence } }: Assessor,
  { finding }: EvidencePiece,
  { id, name }: Pick<Actor, 'id' | 'name'>,
): { readonly text: string; readonly source: string | null } {
  const item =
    incidence.itemPlaces.get(finding.kind === 'technique' || finding.kind === 'tool' ? finding.id : '') ?? -1;
  const actor = incidence.actors.indexOf(id);
  const references = profiles.reports
    .filter((report) => report.actor === actor && report.items.includes(item))
    .map(({ source }) => incidence.sources[source]?.name ?? 'ATT&CK, no reference');
  const others = (profiles.actorsOf[item] ?? 0) - (references.length > 0 ? 1 : 0);
  const shared =
    others === 0 ? 'no other actor is' : others === 1 ? 'one other actor is' : `${others} other actors are`;
  if (references.length === 0)
    return { text: `no report says that ${name} uses it; ${shared} reported to`, source: null };
  const more = references.length - NAMED_REFERENCES;
  const named = references.slice(0, NAMED_REFERENCES).join(', ');
  return {
    text: `${name} is reported to use it; ${shared}`,
    source: more > 0 ? `${named} and ${more} more` : named,
  };
}
