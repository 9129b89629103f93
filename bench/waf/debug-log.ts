/**
 * Rules that matched, by transaction in the order of their beginning, from a debug log of libmodsecurity at level 4.
 * Unlike the audit log it tells of rules that say `nolog`. A line is `[transaction] [target] [level] text`; texts name
 * a rule when it begins, say 0 or 1 for what came of it, and announce the links of a chain, which have the number 0.
 */
export function readDebugLog(log: string): readonly (readonly number[])[] {
  const transactions = new Map<string, Reading>();
  for (const line of log.split('\n')) {
    const parts = /^\[([\d.]+)\] \[.*\] \[4\] (.*)$/.exec(line);
    if (parts === null) continue;
    const [, transaction = '', text = ''] = parts;
    const reading = transactions.get(transaction) ?? { matched: new Set(), rule: 0, isMatch: false };
    transactions.set(transaction, reading);
    readText(text, reading);
  }
  return [...transactions.values()].map((reading) => {
    finishRule(reading);
    return [...reading.matched].sort((one, other) => one - other);
  });
}

interface Reading {
  readonly matched: Set<number>;
  /** The rule that is being run; 0 where none is. */
  rule: number;
  /** Whether it matched so far. */
  isMatch: boolean;
}

function readText(text: string, reading: Reading): void {
  const begun = /^\(Rule: (\d+)\) (Executing unconditional)?/.exec(text);
  if (begun !== null) {
    const rule = Number(begun[1]);
    if (rule !== 0 && rule !== reading.rule) {
      finishRule(reading);
      reading.rule = rule;
    }
    if (begun[2] !== undefined) reading.isMatch = true;
  } else if (text === 'Rule returned 1.') reading.isMatch = true;
  else if (text === 'Rule returned 0.' || text === 'Executing chained rule.') reading.isMatch = false;
  else if (text.startsWith('Starting phase')) finishRule(reading);
}

function finishRule(reading: Reading): void {
  if (reading.isMatch) reading.matched.add(reading.rule);
  reading.isMatch = false;
  reading.rule = 0;
}
