import type { Evidence, EvidencePiece, EvidenceSource, Finding } from '../../model/index.ts';

/** One observation by one source. */
export interface Observed {
  readonly finding: Finding;
  readonly source: EvidenceSource;
}

/** Puts together what several sources report of the same finding, so that it counts once with all its sources. */
export function gatherPieces(observed: readonly Observed[]): readonly EvidencePiece[] {
  return [...Map.groupBy(observed, ({ finding }) => pieceId(finding))]
    .map(
      ([id, all]): EvidencePiece => ({
        id,
        finding: mergeFindings(all.map(({ finding }) => finding)),
        sources: all.map(({ source }) => source).sort(bySource),
      }),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** When the incident was: the earliest time of any source, unless it is stated; null where nobody gives one. */
export function timeOf(pieces: readonly EvidencePiece[]): Evidence['timeMs'] {
  const times = pieces.flatMap(({ sources }) => sources.flatMap(({ timeMs }) => timeMs ?? []));
  return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time));
}

function pieceId(finding: Finding): string {
  switch (finding.kind) {
    case 'technique':
    case 'tool':
      return `${finding.kind} ${finding.id}`;
    case 'infrastructure':
      return `infrastructure ${finding.value}`;
    case 'victim-sector':
      return `victim-sector ${finding.sector}`;
    case 'victim-country':
      return `victim-country ${finding.country}`;
    case 'working-hours':
      return 'working-hours';
  }
}

/** Histograms of hours add up; owners that several sources name are joined; the rest is the same. */
function mergeFindings(findings: readonly Finding[]): Finding {
  const [first] = findings;
  if (first === undefined) throw new Error('a group of findings is never empty');
  if (first.kind === 'infrastructure')
    return { ...first, reported: findings.flatMap((one) => ('reported' in one ? one.reported : [])) };
  if (first.kind === 'working-hours') {
    const histograms = findings.flatMap((one) => ('counts' in one ? [one.counts] : []));
    const sumAt = (hour: number) => histograms.reduce((sum, counts) => sum + (counts[hour] ?? 0), 0);
    return { ...first, counts: first.counts.map((_, hour) => sumAt(hour)) };
  }
  return first;
}

function bySource(a: EvidenceSource, b: EvidenceSource): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : (a.timeMs ?? 0) - (b.timeMs ?? 0);
}
