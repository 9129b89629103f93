import { compileRegex } from '../regex/index.ts';
import type { OperatorDefinition } from './operator.ts';

/**
 * Description: a PCRE pattern; `.` matches line feeds and `$` only the very end, as ModSecurity compiles it.
 * Arguments: the pattern. Returns: true when it matches anywhere; captures go to TX.0 to TX.9.
 * Example: `SecRule ARGS "@rx (?i)select\s+(\w+)" "id:1,capture,log"`.
 */
export const rx: OperatorDefinition = ({ argument }) => {
  const regex = compileRegex(argument, { dotAll: true });
  if (regex.kind === 'refused') {
    return {
      kind: 'refused',
      message: `the pattern is not supported: ${regex.reason}`,
      offset: regex.offset,
      help: 'rewrite the pattern without this construct, or remove the rule with SecRuleRemoveById',
    };
  }
  return {
    kind: 'operator',
    test: (value) => regex.test(value),
    locate: (value) => {
      const match = regex.exec(value);
      return match && { index: match.index, length: match.end - match.index, captures: match.groups };
    },
  };
};
