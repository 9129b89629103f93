import type { FindingNames, NamedThing } from '../../attribute/evidence/finding-names.ts';
import type { Finding, ReportedOwner } from '../../model/index.ts';
import type { WrittenPiece } from './evidence-schema.ts';

/** What is wrong with a piece, with its path. */
export interface PieceFault {
  readonly fault: string;
}

interface Known {
  readonly names: FindingNames;
  readonly sectors: ReadonlySet<string>;
  /** Of the piece in the file. */
  readonly place: number;
}

/** The finding that a written piece means, or what is wrong with it. */
export function resolvePiece(piece: WrittenPiece, known: Known): { readonly finding: Finding } | PieceFault {
  const { names, sectors, place } = known;
  const at = `pieces[${place}].value`;
  switch (piece.kind) {
    case 'technique':
    case 'tool': {
      const found = names[piece.kind](piece.value);
      return found.kind === 'found'
        ? { finding: { kind: piece.kind, id: found.id, name: found.name } }
        : { fault: `${at}: ${nameFault(found, piece.kind, piece.value)}` };
    }
    case 'infrastructure':
      return resolveInfrastructure(piece, known);
    case 'sector': {
      const sector = piece.value.toLowerCase();
      return sectors.has(sector)
        ? { finding: { kind: 'victim-sector', sector } }
        : {
            fault: `${at}: no sector is called ${quoted(piece.value)}; known: ${[...sectors].sort().join(', ')}`,
          };
    }
    case 'country':
      return { finding: { kind: 'victim-country', country: piece.value.toUpperCase() } };
    case 'hours':
      return { finding: { kind: 'working-hours', counts: piece.counts } };
  }
}

function resolveInfrastructure(
  { value, reported }: Extract<WrittenPiece, { kind: 'infrastructure' }>,
  { names, place }: Known,
): { readonly finding: Finding } | PieceFault {
  const owners: ReportedOwner[] = [];
  for (const [at, { actor, reference }] of reported.entries()) {
    const found = names.actor(actor);
    if (found.kind !== 'found')
      return { fault: `pieces[${place}].reported[${at}].actor: ${nameFault(found, 'actor', actor)}` };
    owners.push({ actor: found.id, reference });
  }
  return { finding: { kind: 'infrastructure', value: value.toLowerCase(), reported: owners } };
}

function nameFault(found: NamedThing, kind: string, text: string): string {
  return found.kind === 'several'
    ? `several are called ${quoted(text)}: give one of ${found.ids.join(', ')}`
    : `the facts know no ${kind} ${quoted(text)}`;
}

/** Cut and on one line: it comes from the file. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}
