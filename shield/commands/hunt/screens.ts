import { loadMappings, type Mappings, type SigmaEngine, type SigmaScanner } from '@dejfa/sigma';
import type { InPlaceFormat, LineScreen, PassedLines, PickedLine } from '../../ports/index.ts';

/** Scanners that are kept: each holds tables of the rules, and some formats have one for each name of a file. */
const SCREEN_LIMIT = 8;

/** What rules are made of. */
export interface ScreenRules {
  readonly engine: SigmaEngine;
  readonly mappings: Mappings;
}

/** Screens by format: lines that no rule matches are passed over, all others are picked. */
export class HuntScreens {
  readonly #rules: ScreenRules;
  readonly #byKey = new Map<string, LineScreen | null>();

  constructor(rules: ScreenRules) {
    this.#rules = rules;
  }

  /** Null where the runtime cannot scan. */
  open(format: InPlaceFormat): LineScreen | null {
    const known = this.#byKey.get(format.key);
    if (known !== undefined) return known;
    const screen = createScreen(this.#rules, format);
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size >= SCREEN_LIMIT && oldest !== undefined) this.#byKey.delete(oldest);
    this.#byKey.set(format.key, screen);
    return screen;
  }
}

function createScreen({ engine, mappings }: ScreenRules, format: InPlaceFormat): LineScreen | null {
  const { logsource, values, types } = format;
  const scanner = engine.createScanner({
    mappings: withAliases(mappings, format),
    logsource,
    recogniser: { values, types, logsourceOf: (record) => format.logsourceOf(sketchOf(record)) },
  });
  return scanner === null ? null : { sift: (bytes, pick) => sift(scanner, bytes, pick) };
}

type Sketch = Parameters<InPlaceFormat['logsourceOf']>[0];

/** Scanners do not ask about records with anything nested in these fields. */
function sketchOf(record: { readonly [name: string]: unknown }): Sketch {
  return record as Sketch;
}

/** What a format calls otherwise comes before what mappings add. */
function withAliases(mappings: Mappings, { logsource, aliases }: InPlaceFormat): Mappings {
  if (Object.keys(aliases).length === 0) return mappings;
  const file = { mapping: 'format', logsource, fields: [{ logsource, aliases }] };
  const own = loadMappings([{ path: 'format', text: JSON.stringify(file) }]);
  return { ...mappings, files: [...own.mappings.files, ...mappings.files] };
}

function sift(scanner: SigmaScanner, bytes: Uint8Array, pick: (line: PickedLine) => void): PassedLines {
  const first = linesOf(scanner);
  let picked = first.lines;
  for (const { start, end, number } of scanner.scan(bytes)) {
    const { lines } = scanner.counts;
    pick({ start, end, number, passed: lines - picked - 1 });
    picked = lines;
  }
  const last = linesOf(scanner);
  const blanks = last.blanks - first.blanks;
  return { passed: last.lines - picked, blanks, lines: last.lines - first.lines + blanks };
}

function linesOf({ counts: { lines, blanks } }: SigmaScanner): { lines: number; blanks: number } {
  return { lines, blanks };
}
