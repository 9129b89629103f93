import { compileRegex, type Meter, type RegexMatch } from '../regex/index.ts';
import type { OperatorDefinition } from './operator.ts';

/** Most matches of one value that are looked at. */
const MATCH_LIMIT = 1000;

/**
 * Description: as `@rx`, and looks for every match in the value; of a group that took part in several, the last one
 * is captured. The pattern holds no macros.
 * Arguments: a pattern.
 * Returns: true when it matches anywhere; captures go to TX.0 to TX.9.
 * Example: `SecRule ARGS "@rxGlobal (?i)id=(\d+)" "id:1,phase:2,pass,capture,log"`.
 */
export const rxGlobal: OperatorDefinition = ({ argument }) => {
  const regex = compileRegex(argument, { dotAll: true });
  if (regex.kind === 'refused') {
    return {
      kind: 'refused',
      message: `the pattern is not supported: ${regex.reason}`,
      offset: regex.offset,
    };
  }
  const matchesOf = (value: string, meter: Meter | undefined): readonly RegexMatch[] => {
    const matches: RegexMatch[] = [];
    let rest = value;
    while (matches.length < MATCH_LIMIT) {
      const match = regex.exec(rest, meter);
      if (match === null) return matches;
      matches.push(match);
      const next = Math.max(match.end, match.index + 1);
      if (next > rest.length) return matches;
      // A byte that no text has stands where the next search begins, so that ^ does not match anew.
      rest = `\0${rest.slice(next)}`;
    }
    throw new RangeError(`more than ${MATCH_LIMIT} matches in one value`);
  };
  return {
    kind: 'operator',
    test: (value, { meter }) => regex.test(value, meter),
    locate: (value, { meter }) => {
      const matches = matchesOf(value, meter);
      const [first] = matches;
      if (first === undefined) return null;
      const captures: (string | undefined)[] = [];
      for (const { groups } of matches) {
        groups.forEach((group, number) => {
          if (group !== undefined) captures[number] = group;
        });
      }
      return { index: first.index, length: first.end - first.index, captures };
    },
  };
};
