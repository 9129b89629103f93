/**
 * The worst that a request can do to the rules: every pattern on subjects that are pumped for it, and requests that are
 * large in other ways, through the whole engine. Times are processor time. Exit status 1 when a request takes longer
 * than the limit.
 *
 *   node fuzz/worst-case.ts [--rules DIR] [--limit-ms 100] [--top 15] [--json]
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CRS_RULES_DIR, fileResolver, readCrsSources } from '../conformance/crs/rule-files.ts';
import { loadRules, type RuleSource } from '../engines/seclang/index.ts';
import { toBytes } from '../engines/seclang/lexer/bytes.ts';
import { analysePattern } from '../engines/seclang/regex/index.ts';
import { hostileDimensions } from './dimensions.ts';
import { BODY_BYTES, requestsOf } from './hostile-requests.ts';
import { inspect, strictInspector } from './inspect.ts';
import { type RulePattern, worstOf } from './pattern-worst.ts';
import type { Recipe } from './pump.ts';
import { patternsOf } from './rule-patterns.ts';

/** Patterns whose worst subjects are sent through the whole engine. */
const WORST_PATTERNS = 25;

const { values: options } = parseArgs({
  options: {
    rules: { type: 'string', default: CRS_RULES_DIR },
    'limit-ms': { type: 'string', default: '100' },
    top: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
});
const limitMs = Number(options['limit-ms']);
const top = Number(options.top);

const rules = loadRules(readSources(options.rules), fileResolver);
const patterns = patternsOf(rules);
const worstPatterns = patterns
  .flatMap((pattern) => worstOf(pattern, BODY_BYTES) ?? [])
  .sort((a, b) => b.milliseconds - a.milliseconds);

const inspector = strictInspector(rules);
const wakeAll = { prefix: everyLiteral(patterns), suffix: '' };
const recipes: readonly Recipe[] = [
  ...worstPatterns.slice(0, WORST_PATTERNS).map(({ recipe }) => recipe),
  // What each rule asks for before it is run, so that none is spared, and then what makes them run long.
  ...['a', ' ', "'", '(', 'a ', "'a", '=', '../', 'a,'].map((unit) => ({ ...wakeAll, unit })),
];
const requests = [...hostileDimensions(), ...recipes.flatMap(requestsOf)];
const inspections = requests
  .map((request) => inspect(inspector, request))
  .sort((a, b) => b.milliseconds - a.milliseconds);
const tooLong = inspections.filter(({ milliseconds }) => milliseconds > limitMs);

if (options.json) {
  for (const one of worstPatterns) console.log(JSON.stringify({ pattern: one }));
  for (const one of inspections) console.log(JSON.stringify({ request: one }));
  console.log(JSON.stringify({ summary: { requests: requests.length, limitMs, tooLong: tooLong.length } }));
} else print();
process.exitCode = tooLong.length > 0 ? 1 : 0;

function print(): void {
  console.log(`${patterns.length} patterns, each on its worst subject of ${BODY_BYTES} bytes:`);
  for (const { ruleId, milliseconds, stepsPerByte, outcome, recipe } of worstPatterns.slice(0, top)) {
    const figures = `${milliseconds.toFixed(2).padStart(8)} ms ${stepsPerByte.toFixed(0).padStart(4)} steps a byte`;
    console.log(`${figures}  ${ruleId}  ${outcome}  ${JSON.stringify(recipe).slice(0, 120)}`);
  }
  console.log(`\n${requests.length} requests through the whole engine at paranoia level 4:`);
  for (const { recipe, milliseconds, firstMilliseconds, matches, undetermined } of inspections.slice(
    0,
    top,
  )) {
    const figures = `${milliseconds.toFixed(1).padStart(8)} ms (first ${firstMilliseconds.toFixed(0)})`;
    console.log(`${figures} ${matches} matches${undetermined ? ', undetermined' : ''}  ${recipe}`);
  }
  console.log(`\n${tooLong.length} of ${requests.length} took longer than ${limitMs} ms`);
}

function readSources(directory: string): readonly RuleSource[] {
  if (directory === CRS_RULES_DIR) return readCrsSources();
  const paths = globSync(join(directory, '**/*.conf')).sort();
  return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** One literal, or the bytes, that each pattern asks for. */
function everyLiteral(all: readonly RulePattern[]): string {
  const wanted = all.map(({ pattern }) => {
    const analysis = analysePattern(toBytes(pattern), { dotAll: true });
    if (analysis.kind === 'refused') return '';
    const bytes = analysis.bytes;
    const few = bytes === null ? '' : String.fromCharCode(...bytes.set.slice(0, 1)).repeat(bytes.atLeast);
    return (analysis.literals?.[0]?.text ?? '') + few;
  });
  return [...new Set(wanted)].join(' ');
}
