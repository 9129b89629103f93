import type { CompiledRule } from '../compile/engine.ts';
import type { Clause } from '../compile/requirement.ts';
import { AtomWriter, type FieldPlace } from './decide-atom.ts';
import { type Choice, choiceOf, type Leaf } from './decide-choice.ts';
import { ANSWER, TARGET } from './decide-layout.ts';
import { MemoryFull, type ScanMemory } from './scan-memory.ts';

/**
 * Writes, for the rules of one route, programs that decide their conditions. They are written when a rule is a candidate
 * for the first time: most rules never are, and what decides on that line most likely decides on others.
 */
export class DecisionWriter {
  readonly #memory: ScanMemory;
  readonly #atoms: AtomWriter;
  readonly #chosen: (rule: CompiledRule) => readonly Clause[];
  readonly #programs: number;
  /** By rule the atoms that learn. */
  readonly #learningOf = new Map<number, readonly number[]>();
  #learning: number[] = [];

  /** `programs`: address of a number for each rule; `chosen`: the clauses that make a rule a candidate. */
  constructor(
    memory: ScanMemory,
    places: (field: string) => FieldPlace,
    rules: { readonly programs: number; readonly chosen: (rule: CompiledRule) => readonly Clause[] },
  ) {
    this.#memory = memory;
    this.#atoms = new AtomWriter(memory, places);
    this.#chosen = rules.chosen;
    this.#programs = rules.programs;
  }

  /**
   * Writes the program of a rule that may match the line at hand, or lets it learn of that line. Without memory for it the
   * rule stays a candidate.
   */
  add(rule: CompiledRule, number: number): void {
    const program = this.#programs + number * 4;
    try {
      if (this.#memory.read(program) === TARGET.none) {
        this.#memory.write(program, TARGET.maybe);
        this.#learning = [];
        const choice = choiceOf(rule.rule, this.#chosen(rule));
        const hit = choice.isExact ? TARGET.accept : TARGET.maybe;
        this.#memory.write(program, this.#write(choice, hit, TARGET.reject));
        if (this.#learning.length > 0) this.#learningOf.set(number, this.#learning);
      }
      for (const atom of this.#learningOf.get(number) ?? []) this.#atoms.learn(atom);
    } catch (cause) {
      if (!(cause instanceof MemoryFull)) throw cause;
    }
  }

  /** Gives where to begin; the last parts are written first, since each names what follows it. */
  #write(choice: Choice, hit: number, miss: number): number {
    switch (choice.kind) {
      case 'constant':
        return choice.value ? hit : miss;
      case 'leaf':
        return this.#writeStep(choice.leaf, choice.wanted, [hit, miss]);
      case 'and':
        return this.#decidingFirst(choice.parts, false).reduceRight(
          (next, part) => this.#write(part, next, miss),
          hit,
        );
      case 'or':
        return this.#decidingFirst(choice.parts, true).reduceRight(
          (next, part) => this.#write(part, hit, next),
          miss,
        );
    }
  }

  /** The parts in their order, but those that alone decide on the line at hand before the others. */
  #decidingFirst(parts: readonly Choice[], deciding: boolean): readonly Choice[] {
    const { first = [], then = [] } = Object.groupBy(parts, (part) =>
      this.#mayHold(part) === deciding ? 'first' : 'then',
    );
    return [...first, ...then];
  }

  /** What a choice comes to on the line at hand. */
  #mayHold(choice: Choice): boolean {
    switch (choice.kind) {
      case 'constant':
        return choice.value;
      case 'leaf': {
        const answer = this.#memory.exports.askAtom(this.#atoms.addressOf(choice.leaf));
        return (answer & (choice.wanted ? ANSWER.true : ANSWER.false)) !== 0;
      }
      case 'and':
        return choice.parts.every((part) => this.#mayHold(part));
      case 'or':
        return choice.parts.some((part) => this.#mayHold(part));
    }
  }

  #writeStep(leaf: Leaf, wanted: boolean, targets: readonly [hit: number, miss: number]): number {
    const atom = this.#atoms.addressOf(leaf);
    if (this.#atoms.isLearning(atom)) this.#learning.push(atom);
    return this.#memory.putNumbers([atom | (wanted ? ANSWER.true : ANSWER.false), ...targets]);
  }
}
