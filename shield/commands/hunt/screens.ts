import {
  loadMappings,
  type Mappings,
  type SigmaEngine,
  type SigmaRecogniser,
  type SigmaScannedLine,
  type SigmaScanner,
} from '@dejfa/sigma';
import type {
  InPlaceFormat,
  InPlaceReading,
  LineScreen,
  PassedLines,
  PickedLine,
} from '../../ports/index.ts';

/** What rules are made of. */
export interface ScreenRules {
  readonly engine: SigmaEngine;
  readonly mappings: Mappings;
}

/** Screens, one for each format: lines that no rule matches are passed over, all others are picked. */
export class HuntScreens {
  readonly #rules: ScreenRules;
  readonly #byName = new Map<string, SigmaScanner | null>();

  constructor(rules: ScreenRules) {
    this.#rules = rules;
  }

  /** Null where the runtime cannot scan. */
  open({ format, origin }: InPlaceReading): LineScreen | null {
    let scanner = this.#byName.get(format.name);
    if (scanner === undefined) {
      scanner = createScanner(this.#rules, format);
      this.#byName.set(format.name, scanner);
    }
    const found = scanner;
    return found === null ? null : { sift: (bytes, pick) => sift(found.scan(bytes, origin), found, pick) };
  }
}

function createScanner({ engine, mappings }: ScreenRules, format: InPlaceFormat): SigmaScanner | null {
  const { logsource, values, types } = format;
  const logsourceOf: SigmaRecogniser['logsourceOf'] = (record, origin) =>
    format.logsourceOf(sketchOf(record), origin);
  const recogniser = { values, types, logsourceOf };
  return engine.createScanner({ mappings: withAliases(mappings, format), logsource, recogniser });
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

function sift(
  found: Iterable<SigmaScannedLine>,
  scanner: SigmaScanner,
  pick: (line: PickedLine) => void,
): PassedLines {
  const first = linesOf(scanner);
  let picked = first.lines;
  for (const { start, end, number } of found) {
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
