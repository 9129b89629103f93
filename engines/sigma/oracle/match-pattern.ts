import { DASHES, type Pattern, type PatternToken } from '../ast/pattern.ts';

/** Whether the whole text fits the pattern: the textbook table over code points, without any shortcut. */
export function patternFits(pattern: Pattern, text: string, cased: boolean): boolean {
  const characters = [...(cased ? text : lower(text))];
  const steps = pattern.tokens.flatMap((token): readonly Step[] =>
    token.kind === 'text' ? [...(cased ? token.text : lower(token.text))] : [token],
  );
  // reachable[n]: the steps so far can account for exactly the first n characters.
  let reachable = characters.map(() => false);
  reachable.unshift(true);
  for (const step of steps) {
    const after = reachable.map(() => false);
    for (const [count, possible] of reachable.entries()) {
      if (typeof step !== 'string' && step.kind === 'star')
        after[count] = possible || after[count - 1] === true;
      else if (possible && count < characters.length && takes(step, characters[count] ?? ''))
        after[count + 1] = true;
    }
    reachable = after;
  }
  return reachable.at(-1) === true;
}

type Step = string | Exclude<PatternToken, { kind: 'text' }>;

function takes(step: Step, character: string): boolean {
  if (typeof step === 'string') return step === character;
  return step.kind === 'one' || DASHES.includes(character);
}

/** Lower-cases A to Z and nothing else. */
function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
