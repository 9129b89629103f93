import type { z } from 'zod';
import { findingNames } from '../../attribute/evidence/finding-names.ts';
import { gatherPieces, type Observed, timeOf } from '../../attribute/evidence/gather.ts';
import type { AttributionKnowledge } from '../../attribute/knowledge/attribution-knowledge.ts';
import type { AdmiraltyGrade, Evidence } from '../../model/index.ts';
import { EvidenceError } from './evidence-error.ts';
import { type EvidenceFile, evidenceFile } from './evidence-schema.ts';
import { type PieceFault, resolvePiece } from './resolve-piece.ts';

/** An evidence file is written by hand or by a small program; more than this is something else. */
const LIMIT_CHARACTERS = 1_000_000;
const SHOWN_FAULTS = 10;
/** Evidence without a grade is taken as stated: with that of a published report, which the model is fitted on. */
const DEFAULT_GRADE = 'B2';
const REMEDY = 'docs/attribution.md shows what a file of evidence holds';

/**
 * Evidence from JSON text of any origin. Throws an `EvidenceError` with the path of everything that is wrong, names
 * that stand for nothing or for several things included: nothing is left out in silence.
 */
export function parseEvidence(text: string, file: string, knowledge: AttributionKnowledge): Evidence {
  const written = parseFile(text, file);
  const names = findingNames(knowledge.facts);
  const sectors = new Set(knowledge.victims.actors.flatMap((actor) => actor.sectors));
  const observed: Observed[] = [];
  const faults: PieceFault[] = [];
  for (const [place, piece] of written.pieces.entries()) {
    const found = resolvePiece(piece, { names, sectors, place });
    if ('fault' in found) {
      faults.push(found);
      continue;
    }
    const source = {
      name: piece.source ?? written.source ?? file,
      grade: gradeOf(piece.grade ?? written.grade ?? DEFAULT_GRADE),
      timeMs: timeMsOf(piece.time) ?? timeMsOf(written.time),
    };
    observed.push({ finding: found.finding, source });
  }
  if (faults.length > 0) throw new EvidenceError(file, bounded(faults.map(({ fault }) => fault)), REMEDY);
  const pieces = gatherPieces(observed);
  return { pieces, timeMs: timeMsOf(written.time) ?? timeOf(pieces), unused: [] };
}

function parseFile(text: string, file: string): EvidenceFile {
  if (text.length > LIMIT_CHARACTERS)
    throw new EvidenceError(file, [`longer than ${LIMIT_CHARACTERS} characters`], REMEDY);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EvidenceError(file, [`not JSON: ${error instanceof Error ? error.message : ''}`], REMEDY);
  }
  const parsed = evidenceFile.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new EvidenceError(file, bounded(parsed.error.issues.map(issueText)), REMEDY);
}

function issueText({ path, message }: z.core.$ZodIssue): string {
  const where = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return `${where === '' ? 'the file' : where.replace(/^\./, '')}: ${message}`;
}

function bounded(faults: readonly string[]): readonly string[] {
  const more = faults.length - SHOWN_FAULTS;
  return more > 0 ? [...faults.slice(0, SHOWN_FAULTS), `and ${more} more`] : faults;
}

/** From `b2`; the schema has seen to its form. */
function gradeOf(text: string): AdmiraltyGrade {
  const [letter = 'F', digit = '6'] = text.toUpperCase();
  return {
    reliability: letter as AdmiraltyGrade['reliability'],
    credibility: Number(digit) as AdmiraltyGrade['credibility'],
  };
}

function timeMsOf(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}
