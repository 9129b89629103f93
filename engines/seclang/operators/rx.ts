import { analyseAnew } from '../cache/index.ts';
import {
  type CompiledRegex,
  compileRegex,
  lazyRegex,
  type Meter,
  type PatternAnalysis,
} from '../regex/index.ts';
import type { Operator, OperatorDefinition, OperatorInput } from './operator.ts';

/** How ModSecurity compiles the patterns of rules. */
const OPTIONS = { dotAll: true } as const;

/**
 * Description: a PCRE pattern; `.` matches line feeds and `$` only the very end, as ModSecurity compiles it.
 * Arguments: the pattern; macros in it are expanded before it is compiled.
 * Returns: true when it matches anywhere; captures go to TX.0 to TX.9.
 * Example: `SecRule ARGS "@rx (?i)select\s+(\w+)" "id:1,capture,log"`.
 */
export const rx: OperatorDefinition = (input) => {
  const { literal } = input.text;
  if (literal === null) return macroPattern(input);
  const analysis = (input.analyse ?? analyseAnew)(literal);
  if (analysis.kind === 'analysed') return patternOperator(literal, analysis);
  return {
    kind: 'refused',
    message: `the pattern is not supported: ${analysis.reason}`,
    offset: analysis.offset,
    help: 'rewrite the pattern without this construct, or remove the rule with SecRuleRemoveById',
  };
};

/** The operator of a pattern that was analysed before, now or when the rules were last loaded. Parses nothing. */
function patternOperator(pattern: string, analysis: PatternAnalysis): Operator {
  const regex = lazyRegex(pattern, analysis, OPTIONS);
  const { literals, bytes } = analysis;
  return {
    kind: 'operator',
    test: (value, { meter }) => regex.test(value, meter),
    locate: (value, { meter }) => locate(regex, value, meter),
    ...(literals === null ? {} : { literals }),
    ...(bytes === null ? {} : { bytes }),
  };
}

/** A pattern that is known only at run time. The last one is kept, since macros seldom change. */
function macroPattern({ text }: OperatorInput): Operator {
  let kept: { readonly pattern: string; readonly regex: CompiledRegex } | null = null;
  const regexFor = (pattern: string): CompiledRegex => {
    if (kept?.pattern === pattern) return kept.regex;
    const regex = compileRegex(pattern, OPTIONS);
    if (regex.kind === 'refused')
      throw new SyntaxError(`the expanded pattern is not supported: ${regex.reason}`);
    kept = { pattern, regex };
    return regex;
  };
  return {
    kind: 'operator',
    test: (value, scope) => regexFor(text.expand(scope)).test(value, scope.meter),
    locate: (value, scope) => locate(regexFor(text.expand(scope)), value, scope.meter),
  };
}

function locate(regex: CompiledRegex, value: string, meter: Meter | undefined) {
  const match = regex.exec(value, meter);
  return match && { index: match.index, length: match.end - match.index, captures: match.groups };
}
