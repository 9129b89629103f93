import type { Severity } from '../model/index.ts';
import { severityRank } from '../model/index.ts';
import type { RuleFinding } from './hunt-findings.ts';

/** Tactics of the enterprise matrix in the order in which ATT&CK v18 shows them. */
const TACTIC_ORDER = [
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
];

/** Where techniques go that neither the facts nor the rule put under a tactic. */
const NO_TACTIC = 'other';

/** What is known of a technique (ATT&CK): its name, and its tactics as ATT&CK writes them, `lateral-movement`. */
export interface TechniqueFact {
  readonly name: string;
  readonly tactics: readonly string[];
}

/** Facts by identifier, `T1059.001`. */
export type TechniqueFacts = ReadonlyMap<string, TechniqueFact>;

/** One technique under one tactic, with all hits of rules that name it. */
export interface MatrixCell {
  readonly technique: string;
  readonly name: string;
  readonly hits: number;
  readonly rules: number;
  readonly level: Severity;
}

/** A column of the matrix. */
export interface MatrixColumn {
  readonly tactic: string;
  readonly cells: readonly MatrixCell[];
}

/**
 * Techniques of rules that matched, under their tactics. A rule that names tactics itself puts its techniques under
 * those of them that they belong to; else all tactics of the technique hold it. `tacticsOf`: by rule identifier.
 */
export function attackMatrix(
  rules: readonly RuleFinding[],
  facts: TechniqueFacts,
  tacticsOf: ReadonlyMap<string, readonly string[]>,
): readonly MatrixColumn[] {
  const columns = new Map<string, Map<string, MatrixCell>>();
  for (const rule of rules) {
    for (const technique of rule.techniques) {
      const fact = facts.get(technique);
      const name = fact?.name ?? '';
      for (const tactic of tacticsFor(fact?.tactics ?? [], tacticsOf.get(rule.ruleId) ?? [])) {
        const cells = columns.get(tactic) ?? new Map<string, MatrixCell>();
        columns.set(tactic, cells.set(technique, withRule(cells.get(technique), { technique, name, rule })));
      }
    }
  }
  return [...columns]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([tactic, cells]) => ({ tactic, cells: [...cells.values()].sort(worstFirst) }));
}

/** Tactics that a rule's tags name: `attack.lateral-movement`, or with an underscore as older rules write it. */
export function tacticsOfTags(tags: readonly string[]): readonly string[] {
  return tags
    .filter((tag) => /^attack\.[a-z_-]+$/.test(tag))
    .map((tag) => tag.slice('attack.'.length).replaceAll('_', '-'));
}

function tacticsFor(known: readonly string[], named: readonly string[]): readonly string[] {
  const both = known.filter((tactic) => named.includes(tactic));
  if (both.length > 0) return both;
  if (known.length > 0) return known;
  return named.length > 0 ? named : [NO_TACTIC];
}

function withRule(
  cell: MatrixCell | undefined,
  {
    technique,
    name,
    rule,
  }: { readonly technique: string; readonly name: string; readonly rule: RuleFinding },
): MatrixCell {
  const isWorse = cell === undefined || severityRank(rule.level) > severityRank(cell.level);
  return {
    technique,
    name,
    hits: (cell?.hits ?? 0) + rule.hits,
    rules: (cell?.rules ?? 0) + 1,
    level: isWorse ? rule.level : cell.level,
  };
}

function worstFirst(a: MatrixCell, b: MatrixCell): number {
  return (
    severityRank(b.level) - severityRank(a.level) || b.hits - a.hits || (a.technique < b.technique ? -1 : 1)
  );
}

function rank(tactic: string): number {
  const at = TACTIC_ORDER.indexOf(tactic);
  if (at !== -1) return at;
  return tactic === NO_TACTIC ? TACTIC_ORDER.length + 1 : TACTIC_ORDER.length;
}
