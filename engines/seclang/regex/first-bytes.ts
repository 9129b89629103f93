import { addAll, type ByteSet } from './byte-set.ts';
import { ClosureFinder } from './closure.ts';
import { NEIGHBOUR_COUNT, type Neighbour } from './neighbour.ts';
import type { RegexProgram } from './program.ts';

/** Bytes with which a match can begin; null where it may consume none or begin with a backreference. */
export function firstBytes(program: RegexProgram): ByteSet | null {
  const finder = new ClosureFinder(program);
  const meter = { steps: 0, limit: Infinity };
  const set = new Uint8Array(256);
  for (let pair = 0; pair < NEIGHBOUR_COUNT * NEIGHBOUR_COUNT; pair += 1) {
    const before = Math.floor(pair / NEIGHBOUR_COUNT) as Neighbour;
    const after = (pair % NEIGHBOUR_COUNT) as Neighbour;
    const { consumers, accepts } = finder.find([0], { before, after }, meter);
    if (accepts) return null;
    for (const at of consumers) {
      const instruction = program.code[at];
      if (instruction?.kind !== 'byte' && instruction?.kind !== 'span') return null;
      addAll(set, instruction.set);
    }
  }
  return set;
}
