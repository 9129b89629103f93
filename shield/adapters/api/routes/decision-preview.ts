import type { ApiDeps } from '../deps.ts';
import {
  type AskedScope,
  addressCount,
  includesAddress,
  overlaps,
  readAskedScope,
} from '../http/address-scope.ts';
import { WINDOWS_MS } from './schemas.ts';

const ATTEMPT_LIMIT = 1_000;
const ACTOR_LIMIT = 20;

/** What a decision over a scope would touch, as far as the record of the last day tells. */
export interface DecisionPreview {
  readonly scope: AskedScope['scope'];
  /** Decimal; an IPv6 range may hold more than a JSON number can say. */
  readonly addressCount: string;
  /** Attempts of the last day whose actor the scope covers; at most 1,000 were looked at. */
  readonly attempts: number;
  readonly attemptsLookedAt: number;
  /** Distinct actors among them, at most 20. */
  readonly actors: readonly string[];
  /** Active decisions that the scope covers or that cover it. */
  readonly overlapping: readonly { readonly id: string; readonly action: string; readonly scope: string }[];
  /** The address that asks is covered: the person would lock themselves out. */
  readonly coversYou: boolean;
}

/** Looks, and changes nothing. */
export async function previewDecision(
  deps: ApiDeps,
  parsed: AskedScope,
  askingAddress: string,
): Promise<DecisionPreview> {
  const nowMs = deps.clock.nowMs();
  const attempts = await deps.store.attempts({
    sinceMs: nowMs - WINDOWS_MS.day,
    untilMs: nowMs + 1,
    limit: ATTEMPT_LIMIT,
    ...(parsed.scope.kind === 'address' ? { text: parsed.scope.value } : {}),
  });
  const covered = attempts.filter((attempt) => includesAddress(parsed.range, attempt.actor.value));
  const overlapping = deps.state
    .activeDecisions(nowMs)
    .filter((decision) => isOverlapping(parsed, decision.scope.value))
    .map((decision) => ({ id: decision.id, action: decision.action, scope: decision.scope.value }));
  return {
    scope: parsed.scope,
    addressCount: addressCount(parsed.range).toString(),
    attempts: covered.length,
    attemptsLookedAt: attempts.length,
    actors: [...new Set(covered.map((attempt) => attempt.actor.value))].slice(0, ACTOR_LIMIT),
    overlapping: overlapping.slice(0, ACTOR_LIMIT),
    coversYou: includesAddress(parsed.range, askingAddress),
  };
}

function isOverlapping(parsed: AskedScope, otherText: string): boolean {
  const other = readAskedScope(otherText);
  return typeof other !== 'string' && overlaps(parsed.range, other.range);
}
