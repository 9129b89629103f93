import type { EvidencePiece, Separator } from '../../model/index.ts';
import { isScored } from '../assess/assessor.ts';
import { logRatio } from '../assess/ranking.ts';
import type { CaseFile } from './case-file.ts';
import { actorCandidate } from './case-file.ts';

/** Items of a kind of which the exact change is worked out, by what their rarity and share promise. */
const TRIED_EACH = 8;
/** A change of odds by less than a quarter separates nothing. */
const LEAST_CHANGE = Math.log(1.25);

/**
 * What has not been seen yet and would tell the two leading actors apart: of the techniques and tools that one is
 * reported to use more than the other, those with the greatest expected change (chance of being seen times change of
 * the odds). That one of them was not seen says little, because nobody sees everything.
 */
export function findSeparators(file: CaseFile): readonly Separator[] {
  const [first, second] = file.ranked;
  if (first === undefined || second === undefined) return [];
  const kinds = [false, true];
  return [
    ...kinds
      .flatMap((isTool) => favouring(file, { favoured: first.id, rival: second.id, isTool }))
      .map((found) => asSeparator(file, found, true)),
    ...kinds
      .flatMap((isTool) => favouring(file, { favoured: second.id, rival: first.id, isTool }))
      .map((found) => asSeparator(file, found, false)),
  ];
}

interface Found {
  readonly item: number;
  readonly for: string;
  readonly against: string;
  readonly chanceFor: number;
  readonly chanceAgainst: number;
  readonly change: number;
}

/** At most one: a technique, since tools are planted more easily, and a tool apart. */
function favouring(
  file: CaseFile,
  {
    favoured,
    rival,
    isTool,
  }: { readonly favoured: string; readonly rival: string; readonly isTool: boolean },
): readonly Found[] {
  const { incidence, rarity } = file.assessor.profiles;
  const seen = new Set(file.pieces.flatMap(({ finding }) => ('id' in finding ? [finding.id] : [])));
  const [chancesFor, chancesAgainst] = [chancesOf(file, favoured), chancesOf(file, rival)];
  return [...incidence.items.keys()]
    .map((item) => ({
      item,
      for: favoured,
      against: rival,
      chanceFor: chancesFor[item] ?? 0,
      chanceAgainst: chancesAgainst[item] ?? 0,
    }))
    .filter(
      ({ item, chanceFor, chanceAgainst }) =>
        chanceFor > chanceAgainst &&
        (incidence.isTool[item] === 1) === isTool &&
        !seen.has(incidence.items[item] ?? ''),
    )
    .map((one) => ({ ...one, promise: (one.chanceFor - one.chanceAgainst) * (rarity[one.item] ?? 0) }))
    .sort((a, b) => b.promise - a.promise || a.item - b.item)
    .slice(0, TRIED_EACH)
    .map(({ promise, ...one }) => ({ ...one, change: changeBy(file, one) }))
    .filter(({ change }) => change >= LEAST_CHANGE)
    .sort((a, b) => expected(b) - expected(a) || a.item - b.item)
    .slice(0, 1);
}

function expected({ chanceFor, chanceAgainst, change }: Found): number {
  return ((chanceFor + chanceAgainst) / 2) * change;
}

/** By item: share of the actor's reports that name it, with half a report added that names nothing. */
function chancesOf({ assessor }: CaseFile, id: string): Float64Array {
  const { incidence, plain, reportCounts } = assessor.profiles;
  const actor = incidence.actors.indexOf(id);
  const all = (reportCounts[actor] ?? 0) + 0.5;
  return Float64Array.from(
    incidence.items,
    (_, item) => (plain.counts[actor * incidence.items.length + item] ?? 0) / all,
  );
}

function changeBy(file: CaseFile, { item, for: favoured, against }: Omit<Found, 'change'>): number {
  const { knowledge, profiles } = file.assessor;
  const id = profiles.incidence.items[item] ?? '';
  const piece: EvidencePiece = {
    id: `not seen ${id}`,
    finding: {
      kind: profiles.incidence.isTool[item] === 1 ? 'tool' : 'technique',
      id,
      name: knowledge.names.get(id) ?? id,
    },
    sources: [{ name: 'supposed', grade: { reliability: 'A', credibility: 1 }, timeMs: null }],
  };
  const ratio = ({ actors }: typeof file.belief) =>
    logRatio(actors.get(favoured) ?? 0, actors.get(against) ?? 0);
  return (
    ratio(file.assessor.assess([...file.pieces.filter(isScored), piece])) -
    ratio(file.assessor.assess(file.pieces.filter(isScored)))
  );
}

function asSeparator({ assessor }: CaseFile, found: Found, favoursFirst: boolean): Separator {
  const id = assessor.profiles.incidence.items[found.item] ?? '';
  const name = assessor.knowledge.names.get(id) ?? id;
  const [favoured, rival] = [found.for, found.against].map((actor) => actorCandidate(assessor, actor).name);
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return {
    id,
    name,
    favours: found.for,
    change: Math.round(found.change * 1e6) / 1e6,
    chanceFirst: favoursFirst ? found.chanceFor : found.chanceAgainst,
    chanceSecond: favoursFirst ? found.chanceAgainst : found.chanceFor,
    statement:
      `Look for ${id} ${name}: named by ${percent(found.chanceFor)} of the reports on ${favoured} and by ` +
      `${percent(found.chanceAgainst)} of those on ${rival}. Seen, it would raise ${favoured} against ${rival} ` +
      `${formatFactor(found.change)}; not seen, it says little.`,
  };
}

/** `by a factor of 3.1`. */
function formatFactor(change: number): string {
  const factor = Math.exp(change);
  return `by a factor of ${factor < 10 ? factor.toFixed(1) : Math.round(factor)}`;
}
