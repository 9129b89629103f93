import { parseAssignment } from '../actions/setvar.ts';
import type { ChainNode, LinkNode } from '../ast/chain.ts';
import { toBytes } from '../lexer/bytes.ts';
import { compileMacro, type MacroText } from './macro.ts';

/** By lower-case name: the number of a settled variable. */
export type SettledNames = ReadonlyMap<string, number>;

/** A variable of TX that a rule writes, and what it writes there. */
interface Write {
  readonly name: string;
  readonly text: MacroText;
}

/**
 * The names in TX that are settled: all that rules read or write there depends on nothing but the rules, other settled
 * names and which rules matched. Values of requests never come into them, so that few combinations of their values
 * occur: settings, levels, scores. `TX.0` to `TX.9` are captures and hence none.
 */
export function findSettledNames(chains: readonly ChainNode[]): SettledNames {
  const links = chains.flatMap((chain) => chain.links);
  const writes = links.flatMap(writesOf);
  const names = new Set([
    ...writes.map(({ name }) => name),
    ...chains.flatMap(namesReadBy),
    ...writes.flatMap(({ text }) => namesIn(text)),
  ]);
  for (const name of [...names]) if (/^\d?$/.test(name)) names.delete(name);
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const { name, text } of writes) if (!isClosed(text, names)) names.delete(name);
  }
  return new Map([...names].map((name, number) => [name, number]));
}

/** Whether all macros of a text are settled, or tell of the rule that runs. */
export function isClosed(
  { reads }: Pick<MacroText, 'reads'>,
  names: { has(name: string): boolean },
): boolean {
  return reads.every(
    ({ collection, key }) => collection === 'rule' || (collection === 'tx' && key !== null && names.has(key)),
  );
}

function writesOf(link: LinkNode): readonly Write[] {
  return link.effects.flatMap((action) => {
    const assignment = action.name === 'setvar' ? parseAssignment(action.value) : null;
    if (assignment?.collection !== 'tx' || assignment.name.literal === null) return [];
    return { name: assignment.name.literal.toLowerCase(), text: assignment.text };
  });
}

/** What a chain reads but for what it writes. */
function namesReadBy({ links, message, logData }: ChainNode): readonly string[] {
  const targets = links.flatMap((link) => link.targets);
  const operands = links.flatMap(({ operator }) => operator?.argument ?? []);
  const texts = [...operands.filter(mayHoldMacros).map(toBytes), message, logData].filter(mayHoldMacros);
  return [
    ...targets.flatMap(({ collection, selector }) =>
      collection === 'TX' && selector?.kind === 'name' ? selector.name.toLowerCase() : [],
    ),
    ...texts.flatMap((text) => namesIn(compileMacro(text))),
  ];
}

function mayHoldMacros(text: string): boolean {
  return text.includes('%{');
}

function namesIn({ reads }: MacroText): readonly string[] {
  return reads.flatMap(({ collection, key }) => (collection === 'tx' ? (key ?? []) : []));
}
