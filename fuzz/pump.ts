import type { Node } from '../engines/seclang/regex/syntax.ts';
import { likelyMembers, witness } from './witness.ts';

/** A subject as a recipe: `prefix`, then `unit` as often as it takes to be as long as wanted, then `suffix`. */
export interface Recipe {
  readonly prefix: string;
  readonly unit: string;
  readonly suffix: string;
}

/** Repeats that can take at least so many copies are pumped. */
const PUMPED_COPIES = 8;
const UNITS_PER_REPEAT = 6;
const CHOICES = 3;

/** Recipes for every repeat of a pattern: what leads to it, what it feeds on, and ends that fail or succeed. */
export function pumpsOf(root: Node): readonly Recipe[] {
  const recipes = new Map<string, Recipe>();
  visit(root, { prefix: '', suffix: '' }, (body, { prefix, suffix }) => {
    for (const unit of unitsOf(body)) {
      // An end that no pattern takes, none, and one that is nearly or wholly what the pattern wants.
      for (const end of ['\x01', '', suffix.slice(0, -1), suffix]) {
        const recipe = { prefix, unit, suffix: end };
        recipes.set(JSON.stringify(recipe), recipe);
      }
    }
  });
  return [...recipes.values()];
}

/** The subject of a recipe, `length` bytes long (but no shorter than its ends). */
export function prepare({ prefix, unit, suffix }: Recipe, length: number): string {
  const copies = Math.max(1, Math.floor((length - prefix.length - suffix.length) / unit.length));
  // Flattened, as a value that was read from a request is.
  return Buffer.from(`${prefix}${unit.repeat(copies)}${suffix}`, 'latin1').toString('latin1');
}

interface Surroundings {
  readonly prefix: string;
  readonly suffix: string;
}

function visit(node: Node, around: Surroundings, say: (body: Node, around: Surroundings) => void): void {
  switch (node.kind) {
    case 'sequence':
      node.items.forEach((item, at) => {
        const before = node.items.slice(0, at).map((one) => witness(one, 0));
        const behind = node.items.slice(at + 1).map((one) => witness(one, 0));
        visit(
          item,
          { prefix: around.prefix + before.join(''), suffix: behind.join('') + around.suffix },
          say,
        );
      });
      return;
    case 'alternation':
      for (const branch of node.branches) visit(branch, around, say);
      return;
    case 'group':
    case 'atomic':
    case 'look':
      visit(node.body, around, say);
      return;
    case 'repeat':
      if (node.max >= PUMPED_COPIES) say(node.body, around);
      visit(node.body, around, say);
      return;
    default:
      return;
  }
}

function unitsOf(body: Node): readonly string[] {
  const units = new Set<string>();
  if (body.kind === 'bytes') for (const char of likelyMembers(body.set, UNITS_PER_REPEAT)) units.add(char);
  else {
    const choices = Array.from({ length: CHOICES }, (_, choice) => witness(body, choice));
    for (const unit of choices) units.add(unit);
    // Alternatives that overlap are fed one after the other.
    units.add(choices.join(''));
  }
  units.delete('');
  return [...units];
}
