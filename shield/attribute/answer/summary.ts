import type { Confidence, Stakes, Verdict } from '../../model/index.ts';
import { isSeparated, type WeighedFamily } from '../families/families-of-leader.ts';
import { actorCandidate, type CaseFile } from './case-file.ts';
import { likelihoodRange } from './likelihood-words.ts';

/** Below this share of the family its other members are not worth a sentence. */
const WORTH_NAMING = 0.2;

/** What is said, in a paragraph; confidence in a sentence of its own (ICD 203 keeps the two apart). */
export function summarise(
  file: CaseFile,
  verdict: Verdict,
  parts: {
    readonly confidence: Confidence;
    readonly stakes: Stakes;
    readonly families: readonly WeighedFamily[];
  },
): string {
  const confidence = `Confidence in this answer is ${parts.confidence.level}.`;
  const relatives = verdict.kind === 'abstained' ? relativesText(file, parts.families) : '';
  return `${verdictText(file, verdict, parts.stakes)} ${relatives}${confidence}`;
}

/** Where no name is given, with whom the likeliest could be mixed up all the same. */
function relativesText(file: CaseFile, families: readonly WeighedFamily[]): string {
  const [first] = families.filter(
    ({ family, probability }) => probability >= WORTH_NAMING && !isSeparated(file, family),
  );
  if (first === undefined) return '';
  const { name } = actorCandidate(file.assessor, file.ranked[0]?.id ?? '');
  const { members, outside } = first.family;
  const others = [
    ...members.map((id) => actorCandidate(file.assessor, id).name).filter((one) => one !== name),
    ...outside,
  ];
  return `What was seen does not tell ${name} from ${others.join(' or ')}, of the same family (${first.family.name}). `;
}

function verdictText(file: CaseFile, verdict: Verdict, stakes: Stakes): string {
  switch (verdict.kind) {
    case 'actor':
      return `It is ${likelihoodRange(verdict.probability)} that ${verdict.name} (${verdict.id}) did this. ${stakes.statement}`;
    case 'family': {
      const { family } = verdict;
      const outside =
        family.outside.length === 0
          ? ''
          : ` (which counts ${family.outside.join(', ')} as members, too; no facts are kept of these)`;
      return `It is ${likelihoodRange(verdict.probability)} that this was done by a member of the family ${family.name}${outside}. The evidence does not tell its members apart, so none is named.`;
    }
    case 'unknown-actor':
      return `It is ${likelihoodRange(verdict.probability)} that this was done by an actor whom we do not know. No name is given.`;
    case 'abstained':
      return `No name is given: ${whyText(file, verdict.reason, stakes)}`;
  }
}

function whyText(
  { assessor, ranked, belief }: CaseFile,
  reason: Extract<Verdict, { kind: 'abstained' }>['reason'],
  stakes: Stakes,
): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const { thresholds } = assessor.knowledge.fitted;
  const [leader] = ranked;
  const name = leader === undefined ? '' : actorCandidate(assessor, leader.id).name;
  const share = percent(leader?.probability ?? 0);
  switch (reason) {
    case 'nothing-usable':
      return 'nothing was seen that any actor in the facts is reported to use.';
    case 'not-enough':
      return `too little was seen to say; "not enough to say" has ${percent(belief.insufficient)}.`;
    case 'below-threshold':
      return `${name} is likeliest of all names at ${share}, and a name is given from ${percent(thresholds.name)} on.`;
    case 'one-exclusive-tool-decides':
      return `one tool would decide, and tools are planted. ${stakes.statement}`;
    case 'two-tools-decide':
      return `two tools would decide, and tools are planted. ${stakes.statement}`;
    case 'one-piece-decides':
      return `${name} is at ${share}, and without ${stakes.worstPiece?.without.join(', ') ?? 'one piece'} another name would lead.`;
    case 'not-separated':
      return `${name} is at ${share}, but only by what its relatives use as well.`;
  }
}
