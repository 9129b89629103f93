/**
 * The order in which the OWASP CRS wants its files: setup, configuration of plugins, exclusions before the rules
 * (REQUEST-900), what plugins do before, the rules by number, what plugins do after, exclusions after (RESPONSE-999).
 * Source: "Include CRS rules" in the CRS documentation. Packs of another make come in the order of their paths.
 */
export function inLoadOrder(paths: readonly string[]): readonly string[] {
  const names = new Set(paths);
  const used = paths.filter((path) => path.endsWith('.conf') || isOnlySetup(path, names));
  return used.sort((a, b) => rankOf(a) - rankOf(b) || compare(baseName(a), baseName(b)) || compare(a, b));
}

/** An example is loaded only in the place of a missing setup file: its settings are the publisher's defaults. */
function isOnlySetup(path: string, names: ReadonlySet<string>): boolean {
  return baseName(path) === 'crs-setup.conf.example' && !names.has(path.slice(0, -'.example'.length));
}

const RANKS: readonly (readonly [name: RegExp, rank: number])[] = [
  [/^crs-setup\.conf/, 0],
  [/^.*plugins\/.*-config\.conf$/, 1],
  [/^REQUEST-900-/, 2],
  [/^.*plugins\/.*-before\.conf$/, 3],
  [/^.*plugins\/.*-after\.conf$/, 5],
  [/^RESPONSE-999-/, 6],
];

const RULES_RANK = 4;

function rankOf(path: string): number {
  const found = RANKS.find(([name]) => name.test(name.source.includes('plugins') ? path : baseName(path)));
  return found?.[1] ?? RULES_RANK;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
