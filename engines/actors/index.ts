export type {
  AttackAttribution,
  AttackCampaign,
  AttackDomain,
  AttackFacts,
  AttackGroup,
  AttackReference,
  AttackSoftware,
  AttackTactic,
  AttackTechnique,
  AttackUse,
} from './attack/attack-facts.ts';
export { formatAttackFacts } from './attack/format-facts.ts';
export { type ReportedUses, reportedUses } from './attack/reported-uses.ts';
