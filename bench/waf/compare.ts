import type { VerdictDifference, WafVerdict } from './verdict.ts';

/** Why a rule may match in one engine alone. */
interface Accepted {
  readonly reason: string;
  holds(ruleId: number, verdicts: { readonly theirs: WafVerdict; readonly ours: WafVerdict }): boolean;
}

/** Differences that are not the engines'. Everything else stops the benchmark. */
export const ACCEPTED: readonly Accepted[] = [
  {
    reason:
      "after a block nginx shows libmodsecurity its own error page as the response, so the CRS's rules of responses begin (95x013 end a paranoia level); we answer ourselves, and rules do not look at our own page",
    holds: (ruleId, { theirs, ours }) =>
      ours.blocked && theirs.ruleIds.includes(ruleId) && ruleId >= 950_000 && ruleId < 960_000,
  },
];

/** Where the engines differ without a reason in {@link ACCEPTED}; null where they do not. */
export function compareVerdicts(
  paranoia: number,
  theirs: WafVerdict,
  ours: WafVerdict,
): VerdictDifference | null {
  const isOpen = (ruleId: number) => !ACCEPTED.some(({ holds }) => holds(ruleId, { theirs, ours }));
  const alone = (one: WafVerdict, other: WafVerdict) =>
    one.ruleIds.filter((ruleId) => !other.ruleIds.includes(ruleId) && isOpen(ruleId));
  const difference = {
    request: ours.request,
    paranoia,
    blocked: theirs.blocked !== ours.blocked,
    theirs: alone(theirs, ours),
    ours: alone(ours, theirs),
  };
  return difference.blocked || difference.theirs.length + difference.ours.length > 0 ? difference : null;
}
