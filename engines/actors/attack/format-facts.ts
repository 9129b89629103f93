import type { AttackFacts } from './attack-facts.ts';

/** Facts as JSON text with one object a line: small to read, and a new version shows its changes line by line. */
export function formatAttackFacts(facts: AttackFacts): string {
  const parts = Object.entries(facts).map(([key, value]) =>
    Array.isArray(value) && value.length > 0
      ? `${JSON.stringify(key)}: [\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]`
      : `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{\n${parts.join(',\n')}\n}\n`;
}
