import type { SigmaRuleInfo, SigmaSource } from '../api.ts';
import type { Condition } from '../ast/condition.ts';
import type { Detection } from '../ast/detection.ts';
import type { Rule } from '../ast/rule.ts';
import { parseSigma, type SigmaOptions } from '../load.ts';

/** Different items of one rule, at most; above it only whole search identifiers are told apart, above that nothing is said. */
const ATOM_LIMIT = 12;

/**
 * Rules whose condition contradicts itself, so that no event can make it true: `selection and not selection`, or a
 * filter that asks just what the selection does. Values are not compared with each other. Never throws on content.
 */
export function neverFiring(
  sources: readonly SigmaSource[],
  options: SigmaOptions = {},
): readonly SigmaRuleInfo[] {
  const { rules } = parseSigma(sources, options);
  return rules.filter(contradictsItself).map(({ info }) => info);
}

function contradictsItself({ condition, detections }: Rule): boolean {
  const byItem = new Atoms();
  const byName = new Atoms();
  const formulas = [
    formulaOf(condition, (name) => {
      const detection = detections.get(name);
      return detection === undefined ? { kind: 'never' } : detectionFormula(detection, byItem);
    }),
    formulaOf(condition, (name) => byName.atom(written(detections.get(name)))),
  ];
  return [byItem, byName].some((atoms, at) => {
    const formula = formulas[at];
    return formula !== undefined && atoms.size <= ATOM_LIMIT && !isSatisfiable(formula, atoms.size);
  });
}

/** What a condition says, over numbered statements that are true of an event or not. */
type Formula =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Formula[] }
  | { readonly kind: 'not'; readonly part: Formula }
  | { readonly kind: 'atom'; readonly index: number }
  | { readonly kind: 'never' };

/** Numbers statements; those that are written the same have the same number. */
class Atoms {
  readonly #indexes = new Map<string, number>();

  get size(): number {
    return this.#indexes.size;
  }

  atom(text: string): Formula {
    const known = this.#indexes.get(text) ?? this.#indexes.size;
    this.#indexes.set(text, known);
    return { kind: 'atom', index: known };
  }
}

function formulaOf(condition: Condition, detection: (name: string) => Formula): Formula {
  switch (condition.kind) {
    case 'detection':
      return detection(condition.name);
    case 'not':
      return { kind: 'not', part: formulaOf(condition.part, detection) };
    default:
      return { kind: condition.kind, parts: condition.parts.map((part) => formulaOf(part, detection)) };
  }
}

function detectionFormula(detection: Detection, atoms: Atoms): Formula {
  switch (detection.kind) {
    case 'and':
    case 'or':
      return { kind: detection.kind, parts: detection.parts.map((part) => detectionFormula(part, atoms)) };
    case 'exists': {
      const there = atoms.atom(written({ ...detection, expected: true }));
      return detection.expected ? there : { kind: 'not', part: there };
    }
    case 'field': {
      const { negated, tests, link } = detection;
      // Values under `any` are alternatives, so that a filter may take away one of several.
      const parts = tests.map((test) =>
        atoms.atom(written({ ...detection, tests: [test], negated: false, link: 'any' })),
      );
      const positive: Formula = { kind: link === 'all' ? 'and' : 'or', parts };
      return negated ? { kind: 'not', part: positive } : positive;
    }
  }
}

/** The same text for what asks the same; ranges of addresses hold numbers that JSON does not know. */
function written(value: object | undefined): string {
  return JSON.stringify(value ?? null, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

function isSatisfiable(formula: Formula, atoms: number): boolean {
  for (let world = 0; world < 2 ** atoms; world += 1) if (isTrueIn(formula, world)) return true;
  return false;
}

function isTrueIn(formula: Formula, world: number): boolean {
  switch (formula.kind) {
    case 'and':
      return formula.parts.every((part) => isTrueIn(part, world));
    case 'or':
      return formula.parts.some((part) => isTrueIn(part, world));
    case 'not':
      return !isTrueIn(formula.part, world);
    case 'atom':
      return ((world >> formula.index) & 1) === 1;
    case 'never':
      return false;
  }
}
